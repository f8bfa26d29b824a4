using System;
using System.Collections.Generic;
using System.Linq;

namespace App
{
    /// <summary>What a handler needs of an HTTP request.</summary>
    public sealed class Request
    {
        public string Method { get; set; }
        public string Path { get; set; }
        public string Query { get; set; }
        public string ContentType { get; set; }
        public string Body { get; set; }
    }

    /// <summary>What a request is answered with.</summary>
    public sealed class Response
    {
        private static readonly Dictionary<int, string> Titles = new Dictionary<int, string>
        {
            { 400, "Bad Request" },
            { 404, "Not Found" },
            { 405, "Method Not Allowed" },
            { 409, "Conflict" },
            { 413, "Content Too Large" },
            { 415, "Unsupported Media Type" },
            { 422, "Unprocessable Content" },
            { 500, "Internal Server Error" },
        };

        public int Status { get; set; }
        public string Body { get; set; } = "";
        public string ContentType { get; set; } = "application/json";
        public Dictionary<string, string> Headers { get; } = new Dictionary<string, string>();

        /// <summary>A response with this value as JSON.</summary>
        public static Response OfJson(int status, object value)
        {
            return new Response { Status = status, Body = Json.Write(value) };
        }

        /// <summary>A problem (RFC 9457); errors lists the fields and what is wrong with them.</summary>
        public static Response OfProblem(int status, string detail, List<Problem> errors = null)
        {
            var value = new Dictionary<string, object> { ["type"] = "about:blank", ["title"] = Titles[status], ["status"] = status, ["detail"] = detail };
            if (errors != null) value["errors"] = errors.Select(error => error.AsMap()).ToList();
            return new Response { Status = status, Body = Json.Write(value), ContentType = "application/problem+json" };
        }
    }

    /// <summary>From a request to a response: which path and method does what.</summary>
    public sealed class Routes
    {
        private static readonly string[] JsonTypes = { "", "application/json", "application/merge-patch+json" };

        private readonly Store store;

        public Routes(Store store)
        {
            this.store = store;
        }

        /// <summary>Answers one request. HEAD is answered like GET; the server leaves the body out.</summary>
        public Response Handle(Request request)
        {
            var method = request.Method == "HEAD" ? "GET" : request.Method;
            var actions = ActionsFor(request.Path);
            if (actions == null) return Response.OfProblem(404, "There is nothing at this path; GET / lists what there is");
            var allowed = string.Join(", ", actions.Keys.Concat(new[] { "HEAD", "OPTIONS" }).OrderBy(name => name, StringComparer.Ordinal));
            var response = Run(actions, method, request);
            if (response.Status == 405 || method == "OPTIONS") response.Headers["Allow"] = allowed;
            return response;
        }

        private static Response Run(Dictionary<string, Func<Request, Response>> actions, string method, Request request)
        {
            if (method == "OPTIONS") return new Response { Status = 204 };
            if (!actions.ContainsKey(method)) return Response.OfProblem(405, "This path does not support this method");
            try
            {
                return actions[method](request);
            }
            catch (ConflictException conflict)
            {
                return Response.OfProblem(conflict.IsUnknownReference ? 422 : 409, conflict.Message, conflict.Problems);
            }
        }

        /// <summary>The methods of a path with what they do, or null when nothing is there.</summary>
        private Dictionary<string, Func<Request, Response>> ActionsFor(string path)
        {
            var plain = path.TrimEnd('/');
            switch (plain)
            {
                case "":
                    return Only(request => Response.OfJson(200, Describe()));
                case "/health":
                    return Only(request => Response.OfJson(200, new Dictionary<string, object> { ["status"] = "ok" }));
                case "/openapi.json":
                    return Only(request => new Response { Status = 200, Body = OpenApi.Document });
            }
            var parts = plain.Substring(1).Split('/');
            var entity = Models.EntityAt(parts[0]);
            if (entity == null || parts.Length > 2) return null;
            if (parts.Length == 1)
            {
                return new Dictionary<string, Func<Request, Response>>
                {
                    { "GET", request => List(entity, request) },
                    { "POST", request => Create(entity, request) },
                };
            }
            // No object has the id 0.
            long id;
            if (parts[1].Length > 15 || !parts[1].All(letter => letter >= '0' && letter <= '9') || !long.TryParse(parts[1], out id)) id = 0;
            return new Dictionary<string, Func<Request, Response>>
            {
                { "GET", request => Found(entity, store.Get(entity, id)) },
                { "PUT", request => Update(entity, id, request, false) },
                { "PATCH", request => Update(entity, id, request, true) },
                { "DELETE", request => store.Delete(entity, id) ? new Response { Status = 204 } : Found(entity, null) },
            };
        }

        private static Dictionary<string, Func<Request, Response>> Only(Func<Request, Response> get)
        {
            return new Dictionary<string, Func<Request, Response>> { ["GET"] = get };
        }

        private static Dictionary<string, object> Describe()
        {
            var collections = Models.Entities.ToDictionary(entity => "/" + entity.Path, entity => (object)entity.Fields.Select(field => field.Name).ToList());
            return new Dictionary<string, object> { ["service"] = OpenApi.Title, ["openapi"] = "/openapi.json", ["health"] = "/health", ["collections"] = collections };
        }

        private Response List(Entity entity, Request request)
        {
            var page = Query.List(entity, store.All(entity), Query.Parse(request.Query));
            if (page.Problems.Count > 0) return Response.OfProblem(422, "The query string has invalid values", page.Problems);
            return Response.OfJson(200, page.AsMap());
        }

        private Response Create(Entity entity, Request request)
        {
            Response refused;
            var values = ReadBody(entity, request, false, out refused);
            if (refused != null) return refused;
            var item = store.Create(entity, values);
            var response = Response.OfJson(201, item);
            response.Headers["Location"] = "/" + entity.Path + "/" + item["id"];
            return response;
        }

        private Response Update(Entity entity, long id, Request request, bool isPartial)
        {
            if (store.Get(entity, id) == null) return Found(entity, null);
            Response refused;
            var values = ReadBody(entity, request, isPartial, out refused);
            return refused ?? Found(entity, store.Update(entity, id, values));
        }

        private static Response Found(Entity entity, Dictionary<string, object> item)
        {
            return item == null ? Response.OfProblem(404, "There is no " + entity.Name + " with this id") : Response.OfJson(200, item);
        }

        /// <summary>The validated fields of the body; refused says what is wrong with it.</summary>
        private static Dictionary<string, object> ReadBody(Entity entity, Request request, bool isPartial, out Response refused)
        {
            refused = null;
            if (!IsJson(request.ContentType))
            {
                refused = Response.OfProblem(415, "Send the body as JSON in UTF-8, with the header Content-Type: application/json");
                return null;
            }
            object data;
            try
            {
                data = Json.Read(request.Body);
            }
            catch (MalformedException)
            {
                refused = Response.OfProblem(400, "The body is not valid JSON");
                return null;
            }
            var problems = new List<Problem>();
            var fields = data as Dictionary<string, object>;
            if (fields == null)
            {
                problems.Add(new Problem("", "must be an object"));
                refused = Response.OfProblem(422, "The body must be a JSON object", problems);
                return null;
            }
            var values = Validation.Validate(entity, fields, isPartial, problems);
            if (problems.Count > 0) refused = Response.OfProblem(422, "Some fields are invalid", problems);
            return values;
        }

        private static bool IsJson(string contentType)
        {
            var parts = contentType.ToLowerInvariant().Replace(" ", "").Replace("\"", "").Split(';');
            return JsonTypes.Contains(parts[0]) && parts.All(part => !part.StartsWith("charset=", StringComparison.Ordinal) || part == "charset=utf-8");
        }
    }
}
