package app;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** From a request to a response: which path and method does what. */
public final class Routes {
  private static final Pattern TYPES =
      Pattern.compile("application/json|application/merge-patch\\+json", Pattern.CASE_INSENSITIVE);
  private static final Pattern CHARSET = Pattern.compile("charset=", Pattern.CASE_INSENSITIVE);
  private static final Pattern UTF_8 = Pattern.compile("charset=utf-8", Pattern.CASE_INSENSITIVE);

  private final Store store;

  public Routes(Store store) {
    this.store = store;
  }

  /** What a method of a path does. */
  private interface Action {
    Response run(Request request) throws IOException, Conflict;
  }

  /** Answers one request. HEAD is answered like GET; the server leaves the body out. */
  public Response handle(Request request) throws IOException {
    String method = request.method().equals("HEAD") ? "GET" : request.method();
    Map<String, Action> actions = actionsFor(request.path());
    if (actions.isEmpty()) {
      String detail = "There is nothing at this path; GET / lists what there is";
      return Response.problem(404, detail, List.of());
    }
    TreeSet<String> allowed = new TreeSet<>(actions.keySet());
    allowed.addAll(List.of("HEAD", "OPTIONS"));
    String allow = String.join(", ", allowed);
    if (method.equals("OPTIONS")) {
      return Response.empty().with("Allow", allow);
    }
    if (!actions.containsKey(method)) {
      return Response.problem(405, "This path does not support this method", List.of())
          .with("Allow", allow);
    }
    try {
      return actions.get(method).run(request);
    } catch (Conflict conflict) {
      int status = conflict.isUnknownReference() ? 422 : 409;
      return Response.problem(status, conflict.getMessage(), conflict.problems());
    }
  }

  /** The methods of a path with what they do; empty when nothing is there. */
  private Map<String, Action> actionsFor(String path) {
    String plain = path.replaceAll("/+$", "");
    switch (plain) {
      case "":
        return Map.of("GET", request -> Response.json(200, describe()));
      case "/health":
        return Map.of("GET", request -> Response.json(200, Map.of("status", "ok")));
      case "/openapi.json":
        return Map.of(
            "GET", request -> new Response(200, OpenApi.read(), "application/json", Map.of()));
      default:
        break;
    }
    String[] parts = plain.substring(1).split("/", -1);
    Optional<Entity> found = Models.entityAt(parts[0]);
    if (found.isEmpty() || parts.length > 2) {
      return Map.of();
    }
    Entity entity = found.get();
    if (parts.length == 1) {
      return Map.of(
          "GET", request -> list(entity, request), "POST", request -> create(entity, request));
    }
    // No object has the id 0.
    long id = parts[1].matches("\\d{1,15}") ? Long.parseLong(parts[1]) : 0;
    return Map.of(
        "GET", request -> found(entity, store.get(entity, id)),
        "PUT", request -> update(entity, id, request, false),
        "PATCH", request -> update(entity, id, request, true),
        "DELETE", request -> delete(entity, id));
  }

  private static Map<String, Object> describe() throws IOException {
    Map<String, Object> collections = new LinkedHashMap<>();
    for (Entity entity : Models.ENTITIES) {
      collections.put("/" + entity.path(), entity.fields().stream().map(Field::name).toList());
    }
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("service", OpenApi.title());
    about.put("openapi", "/openapi.json");
    about.put("health", "/health");
    about.put("collections", collections);
    return about;
  }

  private Response list(Entity entity, Request request) throws IOException {
    Query.Page page = Query.list(entity, store.all(entity), Query.parse(request.query()));
    return page.problems().isEmpty()
        ? Response.json(200, page.asMap())
        : Response.problem(422, "The query string has invalid values", page.problems());
  }

  private Response create(Entity entity, Request request) throws IOException, Conflict {
    Body body = readBody(entity, request, false);
    if (body.refused() != null) {
      return body.refused();
    }
    Map<String, Object> item = store.create(entity, body.values());
    return Response.json(201, item).with("Location", "/" + entity.path() + "/" + item.get("id"));
  }

  private Response update(Entity entity, long id, Request request, boolean isPartial)
      throws IOException, Conflict {
    if (store.get(entity, id).isEmpty()) {
      return found(entity, Optional.empty());
    }
    Body body = readBody(entity, request, isPartial);
    if (body.refused() != null) {
      return body.refused();
    }
    return found(entity, store.update(entity, id, body.values()));
  }

  private Response delete(Entity entity, long id) throws IOException, Conflict {
    return store.delete(entity, id) ? Response.empty() : found(entity, Optional.empty());
  }

  private static Response found(Entity entity, Optional<Map<String, Object>> item) {
    String missing = "There is no " + entity.name() + " with this id";
    return item.map(each -> Response.json(200, each))
        .orElseGet(() -> Response.problem(404, missing, List.of()));
  }

  /** The validated fields of a body, or the response that says what is wrong with it. */
  private record Body(Map<String, Object> values, Response refused) {
    static Body refuse(int status, String detail, List<Problem> problems) {
      return new Body(Map.of(), Response.problem(status, detail, problems));
    }
  }

  private static Body readBody(Entity entity, Request request, boolean isPartial) {
    if (!isJson(request.contentType())) {
      String detail =
          "Send the body as JSON in UTF-8, with the header Content-Type: application/json";
      return Body.refuse(415, detail, List.of());
    }
    Object data;
    try {
      data = Json.read(request.body());
    } catch (Json.Malformed malformed) {
      return Body.refuse(400, "The body is not valid JSON", List.of());
    }
    if (!(data instanceof Map<?, ?> given)) {
      List<Problem> problems = List.of(new Problem("", "must be an object"));
      return Body.refuse(422, "The body must be a JSON object", problems);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    given.forEach((name, value) -> fields.put(String.valueOf(name), value));
    Validation.Checked checked = Validation.validate(entity, fields, isPartial);
    return checked.problems().isEmpty()
        ? new Body(checked.values(), null)
        : Body.refuse(422, "Some fields are invalid", checked.problems());
  }

  private static boolean isJson(String contentType) {
    String[] parts = contentType.replaceAll("[ \"]", "").split(";");
    boolean isUtf8 = true;
    for (String part : parts) {
      isUtf8 = isUtf8 && (!CHARSET.matcher(part).lookingAt() || UTF_8.matcher(part).matches());
    }
    return isUtf8 && (parts[0].isEmpty() || TYPES.matcher(parts[0]).matches());
  }
}
