// what: parallel tasks
// expect: fine
// says: sum 1225
using System;
using System.Linq;
using System.Threading.Tasks;

class Program
{
    static void Main()
    {
        var tasks = Enumerable.Range(0, 50).Select(n => Task.Run(() => n)).ToArray();
        Task.WaitAll(tasks);
        Console.WriteLine("sum " + tasks.Sum(task => task.Result));
    }
}
