// what: writes one file without end
// expect: disk
// seconds: 30
using System.IO;

class Program
{
    static void Main()
    {
        using (var file = new FileStream("/workspace/fill", FileMode.Create))
        {
            var piece = new byte[4 * 1024 * 1024];
            while (true) { file.Write(piece, 0, piece.Length); file.Flush(); }
        }
    }
}
