package app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The description of the service, as it was designed. */
public final class OpenApi {
  private OpenApi() {}

  /** The name of the service. */
  public static Object title() throws IOException {
    return ((Map<?, ?>) ((Map<?, ?>) Json.read(read())).get("info")).get("title");
  }

  /** The OpenAPI document. */
  public static String read() throws IOException {
    try (InputStream document = OpenApi.class.getResourceAsStream("/openapi.json")) {
      if (document == null) {
        throw new IOException("openapi.json is missing among the resources");
      }
      return new String(document.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
