// what: waits for ever on a thread that loops
// expect: time
// seconds: 4
using System.Threading;

class Program
{
    static void Main()
    {
        var thread = new Thread(() => { while (true) { } });
        thread.Start();
        thread.Join();
    }
}
