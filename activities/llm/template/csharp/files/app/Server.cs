using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace App
{
    /// <summary>The HTTP server: reads requests, writes responses and one log line each.</summary>
    public sealed class Server : IDisposable
    {
        public const int LargestBody = 1024 * 1024;
        // A client that sends too much is read this far before it is answered: closing with unread bytes would reset the connection.
        private const long LargestDrain = 64L * LargestBody;
        private const int LoggedPathMax = 500;
        // Requests under way get this long to end when the service stops.
        private const int StopMilliseconds = 5000;
        private static readonly Dictionary<string, string> SecurityHeaders = new Dictionary<string, string>
        {
            { "Cache-Control", "no-store" },
            { "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'" },
            { "Referrer-Policy", "no-referrer" },
            { "X-Content-Type-Options", "nosniff" },
            { "X-Frame-Options", "DENY" },
        };

        private readonly HttpListener listener = new HttpListener();
        private readonly Routes routes;
        private readonly TextWriter log;
        private int underWay;
        private volatile bool isClosing;

        /// <summary>A server on this address; port 0 takes a free one.</summary>
        public Server(string host, int port, Store store, TextWriter log)
        {
            routes = new Routes(store);
            this.log = TextWriter.Synchronized(log);
            Port = port == 0 ? FreePort() : port;
            foreach (var name in NamesOf(host)) listener.Prefixes.Add("http://" + name + ":" + Port + "/");
        }

        /// <summary>What clients call this address: the listener answers to no other name.</summary>
        private static string[] NamesOf(string host)
        {
            if (host == "0.0.0.0") return new[] { "*" };
            return host == "127.0.0.1" ? new[] { host, "localhost" } : new[] { host };
        }

        public int Port { get; }

        private static int FreePort()
        {
            var socket = new TcpListener(IPAddress.Loopback, 0);
            socket.Start();
            var port = ((IPEndPoint)socket.LocalEndpoint).Port;
            socket.Stop();
            return port;
        }

        /// <summary>Begins to listen.</summary>
        public void Start()
        {
            listener.Start();
            Accept();
        }

        /// <summary>Takes no new requests and lets those under way end.</summary>
        public void Dispose()
        {
            isClosing = true;
            SpinWait.SpinUntil(() => Volatile.Read(ref underWay) == 0, StopMilliseconds);
            listener.Close();
        }

        /// <summary>Writes one line of JSON for what happens in the usual course of things.</summary>
        public static void Log(TextWriter log, string name, Dictionary<string, object> details)
        {
            Log(log, "info", name, details);
        }

        private static void Log(TextWriter log, string level, string name, Dictionary<string, object> details)
        {
            var line = new Dictionary<string, object>
            {
                { "time", DateTime.UtcNow.ToString("o", CultureInfo.InvariantCulture) },
                { "level", level },
                { "event", name },
            };
            foreach (var detail in details) line[detail.Key] = detail.Value;
            log.WriteLine(Json.Write(line));
            log.Flush();
        }

        private void Accept()
        {
            try
            {
                listener.BeginGetContext(Accepted, null);
            }
            catch (Exception error) when (error is HttpListenerException || error is ObjectDisposedException || error is InvalidOperationException)
            {
                // It was closed.
            }
        }

        private void Accepted(IAsyncResult result)
        {
            HttpListenerContext context = null;
            try
            {
                context = listener.EndGetContext(result);
            }
            catch (Exception error) when (error is HttpListenerException || error is ObjectDisposedException || error is InvalidOperationException)
            {
                // It was closed, or a connection broke before it said anything.
            }
            if (isClosing || !listener.IsListening)
            {
                context?.Response.Abort();
                return;
            }
            if (context != null)
            {
                Interlocked.Increment(ref underWay);
                ThreadPool.QueueUserWorkItem(state => Serve(context));
            }
            Accept();
        }

        private void Serve(HttpListenerContext context)
        {
            var watch = Stopwatch.StartNew();
            try
            {
                var response = Answer(context.Request);
                Send(context, response);
                var path = context.Request.Url.AbsolutePath;
                Log(log, "request", new Dictionary<string, object>
                {
                    { "method", context.Request.HttpMethod },
                    { "path", path.Substring(0, Math.Min(path.Length, LoggedPathMax)) },
                    { "status", response.Status },
                    { "ms", watch.ElapsedMilliseconds },
                });
            }
            catch (Exception error)
            {
                // One broken connection must not end the service.
                Log(log, "warning", "connection failed", new Dictionary<string, object> { ["error"] = error.Message });
                context.Response.Abort();
            }
            finally
            {
                Interlocked.Decrement(ref underWay);
            }
        }

        private static void Send(HttpListenerContext context, Response response)
        {
            var body = Encoding.UTF8.GetBytes(response.Body);
            var sent = context.Response;
            sent.StatusCode = response.Status;
            foreach (var header in SecurityHeaders) sent.Headers[header.Key] = header.Value;
            foreach (var header in response.Headers) sent.Headers[header.Key] = header.Value;
            if (response.Status == 413) sent.KeepAlive = false;
            if (response.Status != 204)
            {
                sent.ContentType = response.ContentType;
                sent.ContentLength64 = body.Length;
                if (context.Request.HttpMethod != "HEAD") sent.OutputStream.Write(body, 0, body.Length);
            }
            sent.Close();
        }

        /// <summary>Reads the request and hands it to its route; whatever breaks becomes a 500 without details.</summary>
        private Response Answer(HttpListenerRequest request)
        {
            try
            {
                var body = ReadBody(request.InputStream);
                if (body == null) return Response.OfProblem(413, "The body is larger than " + LargestBody + " bytes");
                return routes.Handle(new Request
                {
                    Method = request.HttpMethod,
                    Path = Uri.UnescapeDataString(request.Url.AbsolutePath),
                    Query = request.Url.Query,
                    ContentType = request.ContentType ?? "",
                    Body = body,
                });
            }
            catch (Exception error)
            {
                Log(log, "error", "request failed", new Dictionary<string, object> { ["error"] = error.ToString() });
                return Response.OfProblem(500, "Something broke on our side; the log says what");
            }
        }

        /// <summary>The body as text; null when it is too large.</summary>
        private static string ReadBody(Stream stream)
        {
            var body = new MemoryStream();
            var piece = new byte[64 * 1024];
            long length = 0;
            for (var read = stream.Read(piece, 0, piece.Length); read > 0 && length < LargestDrain; read = stream.Read(piece, 0, piece.Length))
            {
                length += read;
                if (length <= LargestBody) body.Write(piece, 0, read);
            }
            return length > LargestBody ? null : Encoding.UTF8.GetString(body.ToArray());
        }
    }
}
