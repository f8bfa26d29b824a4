package app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes JSON: objects are maps, lists are lists, whole numbers are {@code Long} and all
 * others {@code Double}.
 */
public final class Json {
  // Deeper than this nobody nests on purpose, and each level takes a piece of the stack.
  private static final int DEPTH_MAX = 200;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /** A text that is no JSON. */
  public static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /** The value of a JSON text. Throws {@link Malformed}. */
  public static Object read(String text) {
    Json json = new Json(text);
    Object value = json.value(0);
    json.skipBlanks();
    if (json.at < text.length()) {
      throw json.malformed();
    }
    return value;
  }

  /** A value as JSON on one line. */
  public static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out) {
    if (value instanceof Map<?, ?> map) {
      String separator = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(separator);
        writeText(String.valueOf(entry.getKey()), out);
        out.append(':');
        write(entry.getValue(), out);
        separator = ",";
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      String separator = "[";
      for (Object item : list) {
        out.append(separator);
        write(item, out);
        separator = ",";
      }
      out.append(list.isEmpty() ? "[]" : "]");
    } else if (value instanceof String string) {
      writeText(string, out);
    } else if (value instanceof Double number && number == Math.rint(number) && number < 1e15) {
      out.append(number.longValue());
    } else {
      out.append(value);
    }
  }

  private static void writeText(String string, StringBuilder out) {
    out.append('"');
    for (char letter : string.toCharArray()) {
      switch (letter) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (letter < ' ') {
            out.append(String.format("\\u%04x", (int) letter));
          } else {
            out.append(letter);
          }
        }
      }
    }
    out.append('"');
  }

  private Object value(int depth) {
    if (depth > DEPTH_MAX) {
      throw malformed();
    }
    skipBlanks();
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> list(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    at++;
    skipBlanks();
    if (peek() == '}') {
      at++;
      return object;
    }
    do {
      skipBlanks();
      String name = string();
      skipBlanks();
      expect(':');
      object.put(name, value(depth + 1));
      skipBlanks();
    } while (goesOn());
    expect('}');
    return object;
  }

  private List<Object> list(int depth) {
    List<Object> list = new ArrayList<>();
    at++;
    skipBlanks();
    if (peek() == ']') {
      at++;
      return list;
    }
    do {
      list.add(value(depth + 1));
      skipBlanks();
    } while (goesOn());
    expect(']');
    return list;
  }

  private boolean goesOn() {
    if (peek() != ',') {
      return false;
    }
    at++;
    return true;
  }

  private String string() {
    expect('"');
    StringBuilder string = new StringBuilder();
    while (peek() != '"') {
      char letter = text.charAt(at++);
      if (letter < ' ') {
        throw malformed();
      }
      string.append(letter == '\\' ? escaped() : letter);
    }
    at++;
    return string.toString();
  }

  private char escaped() {
    char letter = peek();
    at++;
    return switch (letter) {
      case '"', '\\', '/' -> letter;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw malformed();
    };
  }

  private char unicode() {
    if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
      throw malformed();
    }
    at += 4;
    return (char) Integer.parseInt(text.substring(at - 4, at), 16);
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, at)) {
      throw malformed();
    }
    at += word.length();
    return value;
  }

  private Object number() {
    int start = at;
    while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String digits = text.substring(start, at);
    if (!isNumber(digits)) {
      throw malformed();
    }
    if (digits.matches("-?\\d{1,18}")) {
      return Long.valueOf(digits);
    }
    return Double.valueOf(digits);
  }

  private static boolean isNumber(String digits) {
    String[] powers = digits.split("[eE]", -1);
    String[] parts = powers[0].split("\\.", -1);
    return parts[0].matches("-?(0|[1-9]\\d*)")
        && (parts.length == 1 || (parts.length == 2 && parts[1].matches("\\d+")))
        && (powers.length == 1 || (powers.length == 2 && powers[1].matches("[+-]?\\d+")));
  }

  private char peek() {
    if (at >= text.length()) {
      throw malformed();
    }
    return text.charAt(at);
  }

  private void expect(char letter) {
    if (peek() != letter) {
      throw malformed();
    }
    at++;
  }

  private void skipBlanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private Malformed malformed() {
    return new Malformed("this is no JSON, at character " + at);
  }
}
