// what: reads the hashes of passwords
// expect: system-files
using System;
using System.IO;

class Program
{
    static void Main()
    {
        Console.WriteLine("BREACH " + File.ReadAllText("/etc/shadow"));
    }
}
