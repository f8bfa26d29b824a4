// what: a server on localhost, asked by name
// expect: fine
// says: hello
using System;
using System.IO;
using System.Net;
using System.Net.Sockets;

class Program
{
    static void Main()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var accepting = listener.AcceptTcpClientAsync();
        using (var client = new TcpClient("localhost", ((IPEndPoint)listener.LocalEndpoint).Port))
        using (var served = accepting.Result)
        {
            var bytes = System.Text.Encoding.ASCII.GetBytes("hello\n");
            served.GetStream().Write(bytes, 0, bytes.Length);
            Console.WriteLine(new StreamReader(client.GetStream()).ReadLine());
        }
        listener.Stop();
    }
}
