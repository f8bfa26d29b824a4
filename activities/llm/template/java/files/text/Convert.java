package app;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns CSV into JSON and back. */
public final class Cli {
  private static final String HELP =
      "usage: app.Main to-json|to-csv FILE\n"
          + "Turns CSV with a header line into a JSON list of objects, or back; - is standard"
          + " input.";

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream errors;

  public Cli(InputStream in, PrintStream out, PrintStream errors) {
    this.in = in;
    this.out = out;
    this.errors = errors;
  }

  /** Turns CSV with a header line into a JSON list of objects; the values stay texts. */
  public static String toJson(String text) {
    List<List<String>> rows = rows(text);
    List<Object> objects = new ArrayList<>();
    List<String> names = rows.isEmpty() ? List.of() : rows.get(0);
    if (new LinkedHashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("the header names a column twice");
    }
    for (int at = 1; at < rows.size(); at++) {
      if (rows.get(at).size() != names.size()) {
        throw new IllegalArgumentException("line " + (at + 1) + " does not fit the header");
      }
      Map<String, Object> object = new LinkedHashMap<>();
      for (int column = 0; column < names.size(); column++) {
        object.put(names.get(column), rows.get(at).get(column));
      }
      objects.add(object);
    }
    return Json.write(objects);
  }

  /** Turns a JSON list of objects into CSV with a header line; other values are written as JSON. */
  public static String toCsv(String text) {
    if (!(Json.read(text) instanceof List<?> objects)) {
      throw new IllegalArgumentException("the input is no JSON list");
    }
    Set<String> names = new LinkedHashSet<>();
    for (Object object : objects) {
      if (!(object instanceof Map<?, ?> map)) {
        throw new IllegalArgumentException("the list holds something that is no object");
      }
      map.keySet().forEach(name -> names.add(String.valueOf(name)));
    }
    StringBuilder csv = new StringBuilder(line(List.copyOf(names)));
    for (Object object : objects) {
      csv.append(line(names.stream().map(name -> cell(((Map<?, ?>) object).get(name))).toList()));
    }
    return names.isEmpty() ? "" : csv.toString();
  }

  private static String cell(Object value) {
    if (value == null) {
      return "";
    }
    return value instanceof String text ? text : Json.write(value);
  }

  private static String line(List<String> cells) {
    return String.join(",", cells.stream().map(Cli::quoted).toList()) + "\n";
  }

  private static String quoted(String cell) {
    return cell.matches("[^\",\r\n]*") ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
  }

  private static List<List<String>> rows(String text) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean isQuoted = false;
    String all = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    for (int at = 0; at < all.length(); at++) {
      char letter = all.charAt(at);
      boolean isDouble = letter == '"' && at + 1 < all.length() && all.charAt(at + 1) == '"';
      if (isQuoted && isDouble) {
        cell.append('"');
        at++;
      } else if (letter == '"') {
        isQuoted = !isQuoted;
      } else if (!isQuoted && (letter == ',' || letter == '\n')) {
        row.add(cell.toString());
        cell.setLength(0);
        if (letter == '\n') {
          rows.add(row);
          row = new ArrayList<>();
        }
      } else if (isQuoted || letter != '\r') {
        cell.append(letter);
      }
    }
    if (isQuoted) {
      throw new IllegalArgumentException("a quote is not closed");
    }
    return rows;
  }

  /** Runs the command line. The exit code: 0 done, 1 failed, 2 wrong use. */
  public int run(List<String> words) {
    if (words.equals(List.of("--help")) || words.equals(List.of("-h"))) {
      out.println(HELP);
      return 0;
    }
    if (words.size() != 2 || !words.get(0).matches("to-json|to-csv")) {
      errors.println(HELP);
      return 2;
    }
    try {
      String text = read(words.get(1));
      out.println((words.get(0).equals("to-json") ? toJson(text) : toCsv(text)).stripTrailing());
      return 0;
    } catch (IOException error) {
      errors.println("error: " + words.get(1) + " can't be read");
    } catch (IllegalArgumentException | Json.Malformed error) {
      errors.println("error: " + error.getMessage());
    }
    return 1;
  }

  private String read(String name) throws IOException {
    byte[] bytes = name.equals("-") ? in.readAllBytes() : Files.readAllBytes(Path.of(name));
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
