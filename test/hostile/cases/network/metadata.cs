// what: asks the metadata service of a cloud
// expect: network
using System;
using System.Net.Sockets;

class Program
{
    static void Main()
    {
        using (var client = new TcpClient("169.254.169.254", 80)) Console.WriteLine("BREACH " + client.Connected);
    }
}
