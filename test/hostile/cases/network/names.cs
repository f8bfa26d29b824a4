// what: asks for a name
// expect: network
using System;
using System.Net;

class Program
{
    static void Main()
    {
        Console.WriteLine("BREACH " + Dns.GetHostAddresses("attacker.example.com").Length);
    }
}
