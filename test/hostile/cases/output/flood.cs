// what: floods stdout
// expect: output
// seconds: 60
using System;

class Program
{
    static void Main()
    {
        var line = new string('x', 10000);
        while (true) Console.WriteLine(line);
    }
}
