using System;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace Service.Tests
{
    public sealed class ApiTests : IDisposable
    {
        private readonly Api api;
        private readonly HttpClient client = new HttpClient();

        public ApiTests()
        {
            var socket = new TcpListener(IPAddress.Loopback, 0);
            socket.Start();
            var port = ((IPEndPoint)socket.LocalEndpoint).Port;
            socket.Stop();
            api = new Api(new Store(), "127.0.0.1", port);
            api.Start();
            client.BaseAddress = new Uri("http://127.0.0.1:" + port);
        }

        public void Dispose()
        {
            client.Dispose();
            api.Dispose();
        }

        private Task<HttpResponseMessage> Post(string body)
        {
            return client.PostAsync("/items", new StringContent(body, Encoding.UTF8, "application/json"));
        }

        [Fact]
        public async Task SaysThatItIsUp()
        {
            Assert.Equal("{\"status\":\"ok\"}", await client.GetStringAsync("/health"));
        }

        [Fact]
        public async Task AddsReadsListsAndRemoves()
        {
            var added = await Post("{\"name\": \"  first \"}");
            Assert.Equal(HttpStatusCode.Created, added.StatusCode);
            Assert.Equal("{\"id\":1,\"name\":\"first\"}", await client.GetStringAsync("/items/1"));
            Assert.Equal("[{\"id\":1,\"name\":\"first\"}]", await client.GetStringAsync("/items"));
            Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync("/items/1")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/items/1")).StatusCode);
        }

        [Theory]
        [InlineData("{}", 422)]
        [InlineData("{\"name\": \"   \"}", 422)]
        [InlineData("{", 400)]
        public async Task RefusesBadItems(string body, int status)
        {
            Assert.Equal(status, (int)(await Post(body)).StatusCode);
        }
    }
}
