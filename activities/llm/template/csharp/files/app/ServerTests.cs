using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using NUnit.Framework;

namespace App.Tests
{
    [TestFixture]
    public class ServerTests
    {
        private HttpClient client;
        private string directory;
        private StringWriter log;
        private Server server;

        [SetUp]
        public void Start()
        {
            directory = Path.Combine(Path.GetTempPath(), "server-" + Guid.NewGuid());
            log = new StringWriter();
            server = new Server("127.0.0.1", 0, new Store(directory), log);
            server.Start();
            client = new HttpClient();
        }

        [TearDown]
        public void Stop()
        {
            client.Dispose();
            server.Dispose();
            Directory.Delete(directory, true);
        }

        private HttpResponseMessage Call(string method, string path, object body = null, string type = "application/json")
        {
            var request = new HttpRequestMessage(new HttpMethod(method), "http://127.0.0.1:" + server.Port + path);
            if (body != null) request.Content = new StringContent(body as string ?? Json.Write(body), Encoding.UTF8, type);
            return client.SendAsync(request).Result;
        }

        private static Dictionary<string, object> Read(HttpResponseMessage response)
        {
            return (Dictionary<string, object>)Json.Read(response.Content.ReadAsStringAsync().Result);
        }

        /// <summary>Creates the objects of a kind and one of each kind before it, on a new server.</summary>
        private List<object> SamplesOf(SampleSet wanted)
        {
            Stop();
            Start();
            foreach (var kind in Samples.All().TakeWhile(kind => kind.Path != wanted.Path)) Call("POST", kind.Path, kind.Objects[0]);
            return wanted.Objects.Select(sample =>
            {
                var created = Call("POST", wanted.Path, sample);
                Assert.That((int)created.StatusCode, Is.EqualTo(201));
                return (object)Read(created);
            }).ToList();
        }

        [Test]
        public void CreatesReadsAndLists()
        {
            foreach (var kind in Samples.All())
            {
                var items = SamplesOf(kind);
                var second = Read(Call("GET", kind.Path + "/2"));
                Assert.That(Json.Write(second), Is.EqualTo(Json.Write(items[1])));
                foreach (var value in kind.Objects[1]) Assert.That(Json.Write(second[value.Key]), Is.EqualTo(Json.Write(value.Value)));
                var page = Read(Call("GET", kind.Path + "?limit=2&sort=id"));
                Assert.That(Json.Write(page["items"]), Is.EqualTo(Json.Write(items.Take(2))));
                Assert.That(page["total"], Is.EqualTo(3L));
            }
        }

        [Test]
        public void ReplacesChangesAndDeletes()
        {
            foreach (var kind in Samples.All())
            {
                SamplesOf(kind);
                var path = kind.Path + "/3";
                var name = kind.Entity.Fields[0].Name;
                var change = new Dictionary<string, object> { [name] = kind.Objects[2][name] };
                Assert.That((int)Call("PATCH", path, change).StatusCode, Is.EqualTo(200));
                var replaced = Read(Call("PUT", path, kind.Objects[2]));
                Assert.That(Json.Write(replaced[name]), Is.EqualTo(Json.Write(kind.Objects[2][name])));
                Assert.That((int)Call("DELETE", path).StatusCode, Is.EqualTo(204));
                Assert.That((int)Call("DELETE", path).StatusCode, Is.EqualTo(404));
            }
        }

        [Test]
        public void RefusesInvalidFieldsByName()
        {
            foreach (var kind in Samples.All())
            {
                SamplesOf(kind);
                foreach (var field in kind.Entity.Fields)
                {
                    var refused = Call("PATCH", kind.Path + "/1", new Dictionary<string, object> { [field.Name] = Samples.Wrong[field.Type] });
                    Assert.That((int)refused.StatusCode, Is.EqualTo(422));
                    Assert.That(Json.Write(Read(refused)["errors"]), Does.Contain("\"" + field.Name + "\""));
                }
            }
        }

        [Test]
        public void TellsThatItIsUpAndDescribesItself()
        {
            var health = Call("GET", "/health");
            Assert.That(health.Content.ReadAsStringAsync().Result, Is.EqualTo("{\"status\":\"ok\"}"));
            Assert.That(health.Headers.GetValues("X-Content-Type-Options").Single(), Is.EqualTo("nosniff"));
            var collections = (Dictionary<string, object>)Read(Call("GET", "/"))["collections"];
            var paths = (Dictionary<string, object>)Read(Call("GET", "/openapi.json"))["paths"];
            foreach (var kind in Samples.All()) Assert.That(collections.ContainsKey(kind.Path) && paths.ContainsKey(kind.Path), kind.Path);
        }

        [Test]
        public void AnswersUnknownPathsAndMethods()
        {
            var path = Samples.Last().Path;
            foreach (var unknown in new[] { "/nothing", path + "/99", path + "/abc", path + "/1/2" })
            {
                Assert.That((int)Call("GET", unknown).StatusCode, Is.EqualTo(404));
            }
            var refused = Call("DELETE", path);
            Assert.That((int)refused.StatusCode, Is.EqualTo(405));
            Assert.That(string.Join(", ", refused.Content.Headers.Allow), Is.EqualTo("GET, HEAD, OPTIONS, POST"));
        }

        [Test]
        public void AnswersToItsNameAsWell()
        {
            var answer = client.GetAsync("http://localhost:" + server.Port + "/health").Result;
            Assert.That((int)answer.StatusCode, Is.EqualTo(200));
        }

        [Test]
        public void TellsWhatBrokeInItsLogOnly()
        {
            File.WriteAllText(Path.Combine(directory, "data.json"), "{");
            var broken = Call("GET", Samples.Last().Path);
            Assert.That((int)broken.StatusCode, Is.EqualTo(500));
            Assert.That(((string)Read(broken)["detail"]).Contains("data.json"), Is.False);
            server.Dispose();
            Assert.That(log.ToString(), Does.Contain("\"level\":\"error\""));
            Assert.That(log.ToString(), Does.Contain("damaged"));
        }

        [Test]
        public void LogsEachRequest()
        {
            Call("GET", "/nothing");
            server.Dispose();
            Assert.That(log.ToString(), Does.Contain("\"path\":\"/nothing\",\"status\":404"));
        }

        [TestCase("{", 400)]
        [TestCase("NaN", 400)]
        [TestCase("{} x", 400)]
        [TestCase("[1]", 422)]
        public void RefusesBodiesItCanNotRead(string body, int status)
        {
            Assert.That((int)Call("POST", Samples.Last().Path, body).StatusCode, Is.EqualTo(status));
        }

        [Test]
        public void RefusesLargeBodiesAndOtherTypes()
        {
            var path = Samples.Last().Path;
            Assert.That((int)Call("POST", path, new string(' ', Server.LargestBody + 1)).StatusCode, Is.EqualTo(413));
            var refused = Call("POST", path, "{}", "text/plain");
            Assert.That((int)refused.StatusCode, Is.EqualTo(415));
            Assert.That((string)Read(refused)["detail"], Does.Contain("Content-Type: application/json"));
        }
    }
}
