using System;
using System.Threading;

namespace Service
{
    /// <summary>Starts the service.</summary>
    public static class Program
    {
        public static void Main()
        {
            var port = Environment.GetEnvironmentVariable("PORT");
            using (var api = new Api(new Store(), "*", string.IsNullOrEmpty(port) ? 8080 : int.Parse(port)))
            {
                api.Start();
                Thread.Sleep(Timeout.Infinite);
            }
        }
    }
}
