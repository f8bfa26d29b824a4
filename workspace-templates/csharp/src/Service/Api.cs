using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Runtime.Serialization;
using System.Runtime.Serialization.Json;
using System.Text;

namespace Service
{
    /// <summary>What is sent to add an item.</summary>
    [DataContract]
    public sealed class NewItem
    {
        [DataMember(Name = "name")]
        public string Name { get; set; }
    }

    /// <summary>An item as it is answered.</summary>
    [DataContract]
    public sealed class Answer
    {
        [DataMember(Name = "id", Order = 0)]
        public int Id { get; set; }

        [DataMember(Name = "name", Order = 1)]
        public string Name { get; set; }
    }

    /// <summary>The HTTP side of a store.</summary>
    public sealed class Api : IDisposable
    {
        private const int NameLengthMax = 200;
        private const int BodyBytesMax = 100 * 1024;

        private readonly HttpListener listener = new HttpListener();
        private readonly Store store;

        public Api(Store store, string host, int port)
        {
            this.store = store;
            listener.Prefixes.Add("http://" + host + ":" + port + "/");
        }

        /// <summary>Begins to listen.</summary>
        public void Start()
        {
            listener.Start();
            Accept();
        }

        public void Dispose()
        {
            listener.Close();
        }

        private void Accept()
        {
            try
            {
                listener.BeginGetContext(Accepted, null);
            }
            catch (Exception error) when (IsClosing(error))
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
            catch (Exception error) when (IsClosing(error))
            {
                // It was closed, or a connection broke before it said anything.
            }
            if (!listener.IsListening) return;
            Accept();
            if (context != null) Serve(context);
        }

        private static bool IsClosing(Exception error)
        {
            return error is HttpListenerException || error is ObjectDisposedException || error is InvalidOperationException;
        }

        private void Serve(HttpListenerContext context)
        {
            try
            {
                Handle(context);
            }
            catch (Exception error) when (error is IOException || error is HttpListenerException || error is SerializationException)
            {
                Send(context, 400, "{\"error\":\"the body could not be read\"}");
            }
        }

        private void Handle(HttpListenerContext context)
        {
            var request = context.Request.HttpMethod + " " + context.Request.Url.AbsolutePath;
            var parts = context.Request.Url.AbsolutePath.Trim('/').Split('/');
            int id;
            if (request == "GET /health") Send(context, 200, "{\"status\":\"ok\"}");
            else if (request == "GET /items") Send(context, 200, "[" + string.Join(",", store.All().Select(Json)) + "]");
            else if (request == "POST /items") Add(context);
            else if (parts.Length == 2 && parts[0] == "items" && int.TryParse(parts[1], out id)) One(context, id);
            else Send(context, 404, "{\"error\":\"there is no such thing\"}");
        }

        private void Add(HttpListenerContext context)
        {
            if (context.Request.ContentLength64 > BodyBytesMax)
            {
                Send(context, 413, "{\"error\":\"the body is too large\"}");
                return;
            }
            var wish = (NewItem)new DataContractJsonSerializer(typeof(NewItem)).ReadObject(context.Request.InputStream);
            var name = (wish.Name ?? "").Trim();
            if (name == "" || name.Length > NameLengthMax) Send(context, 422, "{\"error\":\"name must be 1 to 200 characters\"}");
            else Send(context, 201, Json(store.Add(name)));
        }

        private void One(HttpListenerContext context, int id)
        {
            var item = store.Get(id);
            var method = context.Request.HttpMethod;
            if (item == null) Send(context, 404, "{\"error\":\"there is no such item\"}");
            else if (method == "GET") Send(context, 200, Json(item));
            else if (method == "DELETE" && store.Remove(id)) Send(context, 204, "");
            else Send(context, 405, "{\"error\":\"this can not be done with an item\"}");
        }

        private static string Json(Item item)
        {
            using (var stream = new MemoryStream())
            {
                new DataContractJsonSerializer(typeof(Answer)).WriteObject(stream, new Answer { Id = item.Id, Name = item.Name });
                return Encoding.UTF8.GetString(stream.ToArray());
            }
        }

        private static void Send(HttpListenerContext context, int status, string body)
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            context.Response.StatusCode = status;
            if (status != 204)
            {
                context.Response.ContentType = "application/json";
                context.Response.ContentLength64 = bytes.Length;
                context.Response.OutputStream.Write(bytes, 0, bytes.Length);
            }
            context.Response.Close();
        }
    }
}
