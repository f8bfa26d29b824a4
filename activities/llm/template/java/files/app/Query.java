package app;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Lists: filters, text search, sorting and pages, from the query string. */
public final class Query {
  private static final int DEFAULT_LIMIT = 20;
  private static final int LARGEST_LIMIT = 1000;
  private static final int LARGEST_OFFSET = 1_000_000_000;
  private static final int SORT_FIELDS_MAX = 10;
  private static final List<String> OPTIONS = List.of("limit", "offset", "page", "sort", "q");
  private static final List<Field> OWN_FIELDS =
      List.of(
          Field.of("id", "integer"),
          Field.of("created_at", "string"),
          Field.of("updated_at", "string"));
  private static final Map<String, Boolean> WORDS = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  static {
    WORDS.putAll(Map.of("true", true, "1", true, "yes", true));
    WORDS.putAll(Map.of("false", false, "0", false, "no", false));
  }

  private final Entity entity;
  private final List<Problem> problems = new ArrayList<>();

  private Query(Entity entity) {
    this.entity = entity;
  }

  /** One page of a list and the problems found in the query string. */
  public record Page(
      List<Map<String, Object>> items, int total, int limit, int offset, List<Problem> problems) {
    /** As it is told to a client. */
    public Map<String, Object> asMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("items", items);
      map.put("total", (long) total);
      map.put("limit", (long) limit);
      map.put("offset", (long) offset);
      return map;
    }
  }

  /** A name and a text of a query string. */
  public record Pair(String name, String text) {}

  /** One page of the items that match. */
  public static Page list(Entity entity, List<Map<String, Object>> items, List<Pair> given) {
    return new Query(entity).page(items, given);
  }

  /** The pairs of a query string as it stands in a URL. */
  public static List<Pair> parse(String text) {
    List<Pair> pairs = new ArrayList<>();
    for (String part : text.isEmpty() ? new String[0] : text.split("&")) {
      int at = part.indexOf('=');
      String name = at < 0 ? part : part.substring(0, at);
      pairs.add(new Pair(decoded(name), at < 0 ? "" : decoded(part.substring(at + 1))));
    }
    return pairs;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }

  private Page page(List<Map<String, Object>> all, List<Pair> given) {
    Map<String, String> options = new LinkedHashMap<>();
    List<Map<String, Object>> items = all;
    for (Pair pair : given) {
      Optional<Field> field = find(pair.name());
      if (OPTIONS.contains(pair.name())) {
        options.put(pair.name(), pair.text());
      } else if (field.isEmpty()) {
        problems.add(new Problem(pair.name(), "is not a field or option of this list"));
      } else {
        items = filter(field.get(), items, pair.text());
      }
    }
    int limit = wholeNumber(options, "limit", 1, LARGEST_LIMIT, DEFAULT_LIMIT);
    int offset = wholeNumber(options, "offset", 0, LARGEST_OFFSET, 0);
    int page = wholeNumber(options, "page", 1, LARGEST_OFFSET, 0);
    long start = page == 0 ? offset : (page - 1L) * limit;
    items = sort(search(items, options.getOrDefault("q", "")), options.getOrDefault("sort", ""));
    int from = (int) Math.min(start, items.size());
    int to = Math.min(from + limit, items.size());
    int shown = (int) Math.min(start, Integer.MAX_VALUE);
    return new Page(items.subList(from, to), items.size(), limit, shown, problems);
  }

  private Optional<Field> find(String name) {
    return entity
        .field(name)
        .or(() -> OWN_FIELDS.stream().filter(field -> field.name().equals(name)).findFirst());
  }

  /** The items whose field has this value; an empty text finds those without a value. */
  private List<Map<String, Object>> filter(
      Field field, List<Map<String, Object>> items, String text) {
    try {
      Object wanted = fromText(field, text);
      return items.stream().filter(item -> has(item.get(field.name()), wanted, text)).toList();
    } catch (Validation.Invalid | IllegalArgumentException invalid) {
      String message = "can't be compared with a value that is not of type " + field.type();
      problems.add(new Problem(field.name(), message));
      return items;
    }
  }

  private static boolean has(Object value, Object wanted, String text) {
    if (value instanceof List<?> texts) {
      return text.isEmpty() ? texts.isEmpty() : texts.contains(text);
    }
    return Objects.equals(value, wanted) || (text.isEmpty() && "".equals(value));
  }

  private static Object fromText(Field field, String text) throws Validation.Invalid {
    if (text.isEmpty()) {
      return null;
    }
    return switch (field.type()) {
      case "boolean" -> flag(text).orElseThrow(IllegalArgumentException::new);
      case "integer", "reference" -> Long.valueOf(text);
      case "number" -> Double.valueOf(text);
      case "date", "datetime", "enum" -> Validation.check(field, text);
      default -> text;
    };
  }

  /** What stands for yes and no, whatever its case. */
  static Optional<Boolean> flag(String text) {
    return Optional.ofNullable(WORDS.get(text));
  }

  private int wholeNumber(
      Map<String, String> options, String name, int smallest, int largest, int fallback) {
    String text = options.get(name);
    if (text == null) {
      return fallback;
    }
    if (text.matches("\\d{1,10}")
        && Long.parseLong(text) >= smallest
        && Long.parseLong(text) <= largest) {
      return Integer.parseInt(text);
    }
    String message = "must be a whole number from " + smallest + " to " + largest;
    problems.add(new Problem(name, message));
    return fallback;
  }

  /** The items with the text in any of their values, whatever its case. */
  private static List<Map<String, Object>> search(List<Map<String, Object>> items, String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    if (wanted.isEmpty()) {
      return items;
    }
    return items.stream()
        .filter(
            item ->
                item.entrySet().stream()
                    .filter(each -> !each.getKey().matches("(created|updated)_at"))
                    .anyMatch(each -> sortText(each.getValue()).contains(wanted)))
        .toList();
  }

  /** Sorts by "field" or "-field", several with commas; items without a value come last. */
  private List<Map<String, Object>> sort(List<Map<String, Object>> items, String order) {
    List<Map<String, Object>> sorted = new ArrayList<>(items);
    List<String> parts =
        List.of(order.split(",")).stream()
            .filter(part -> !part.isEmpty())
            .limit(SORT_FIELDS_MAX)
            .toList();
    for (int at = parts.size() - 1; at >= 0; at--) {
      boolean isDescending = parts.get(at).startsWith("-");
      String name = parts.get(at).substring(isDescending ? 1 : 0).strip();
      if (find(name).isEmpty()) {
        problems.add(new Problem("sort", name + " is not a field of " + entity.name()));
        continue;
      }
      Comparator<Object> direction =
          isDescending ? (one, other) -> compare(other, one) : Query::compare;
      Comparator<Object> byValue = Comparator.nullsLast(direction);
      sorted.sort((one, other) -> byValue.compare(one.get(name), other.get(name)));
    }
    return sorted;
  }

  private static int compare(Object one, Object other) {
    if (one instanceof Number number && other instanceof Number another) {
      return Double.compare(number.doubleValue(), another.doubleValue());
    }
    return sortText(one).compareTo(sortText(other));
  }

  private static String sortText(Object value) {
    return value instanceof Number ? "" : String.valueOf(value).toLowerCase(Locale.ROOT);
  }
}
