using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Threading;

namespace App
{
    /// <summary>Starts the service.</summary>
    public static class Program
    {
        // Longer than the requests under way get to end.
        private const int ExitMilliseconds = 10000;

        public static int Main()
        {
            try
            {
                var config = Config.Read(Environment.GetEnvironmentVariable);
                var store = new Store(config.DataDir);
                var ended = new ManualResetEventSlim();
                using (var server = new Server(config.Host, config.Port, store, Console.Out))
                {
                    var stopped = new ManualResetEventSlim();
                    // SIGTERM: the process ends when this handler returns.
                    AppDomain.CurrentDomain.ProcessExit += (sender, exit) =>
                    {
                        stopped.Set();
                        ended.Wait(ExitMilliseconds);
                    };
                    Console.CancelKeyPress += (sender, key) =>
                    {
                        key.Cancel = true;
                        stopped.Set();
                    };
                    server.Start();
                    Server.Log(Console.Out, "started", new Dictionary<string, object> { ["host"] = config.Host, ["port"] = server.Port, ["data_dir"] = config.DataDir });
                    stopped.Wait();
                }
                Server.Log(Console.Out, "stopped", new Dictionary<string, object>());
                ended.Set();
                return 0;
            }
            catch (Exception error) when (error is ArgumentException || error is StoreException || error is IOException || error is UnauthorizedAccessException || error is HttpListenerException)
            {
                Console.Error.WriteLine("The service can't start: " + error.Message);
                return 1;
            }
        }
    }
}
