// what: starts threads until one is refused
// expect: processes|memory
// seconds: 20
using System.Threading;

class Program
{
    static void Main()
    {
        while (true)
        {
            var thread = new Thread(() => Thread.Sleep(1000000), 64 * 1024);
            thread.IsBackground = true;
            thread.Start();
        }
    }
}
