// what: keeps arrays without end
// expect: memory
// seconds: 30
using System.Collections.Generic;

class Program
{
    static void Main()
    {
        var kept = new List<byte[]>();
        while (true)
        {
            var piece = new byte[16 * 1024 * 1024];
            for (int n = 0; n < piece.Length; n += 4096) piece[n] = 1;
            kept.Add(piece);
        }
    }
}
