package app;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a request is answered with. */
public record Response(int status, String body, String contentType, Map<String, String> headers) {
  private static final Map<Integer, String> TITLES =
      Map.of(
          400,
          "Bad Request",
          404,
          "Not Found",
          405,
          "Method Not Allowed",
          409,
          "Conflict",
          413,
          "Content Too Large",
          415,
          "Unsupported Media Type",
          422,
          "Unprocessable Content",
          500,
          "Internal Server Error");

  /** A response with this value as JSON. */
  public static Response json(int status, Object value) {
    return new Response(status, Json.write(value), "application/json", Map.of());
  }

  /** A response without a body. */
  public static Response empty() {
    return new Response(204, "", "application/json", Map.of());
  }

  /** A problem (RFC 9457); {@code errors} lists the fields and what is wrong with them. */
  public static Response problem(int status, String detail, List<Problem> errors) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("type", "about:blank");
    value.put("title", TITLES.getOrDefault(status, "Error"));
    value.put("status", (long) status);
    value.put("detail", detail);
    if (!errors.isEmpty()) {
      value.put("errors", errors.stream().map(Problem::asMap).toList());
    }
    return new Response(status, Json.write(value), "application/problem+json", Map.of());
  }

  /** The same with one more header. */
  public Response with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Response(status, body, contentType, more);
  }

  /** The body as it is sent. */
  public byte[] bytes() {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
