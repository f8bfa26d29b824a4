package app;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks values from outside against the fields of an entity. */
public final class Validation {
  // Larger integers lose digits in clients that keep numbers as doubles.
  private static final double LARGEST_INTEGER = (1L << 53) - 1;
  private static final int LONGEST_LIST = 1000;
  private static final int LONGEST_TEXT = 10_000;
  private static final int LONGEST_EMAIL = 254;

  private Validation() {}

  /** The clean values and the problems. */
  public record Checked(Map<String, Object> values, List<Problem> problems) {}

  /** A value breaks a rule of its field; the message says which. */
  static final class Invalid extends Exception {
    private static final long serialVersionUID = 1L;

    Invalid(String message) {
      super(message);
    }
  }

  /**
   * Checks all fields. Unless it is a partial change every field gets a value: what is missing
   * becomes the default.
   */
  public static Checked validate(Entity entity, Map<String, ?> data, boolean isPartial) {
    Map<String, Object> values = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (String name : data.keySet()) {
      if (entity.field(name).isEmpty()) {
        problems.add(new Problem(name, "is not a field of " + entity.name()));
      }
    }
    for (Field field : entity.fields()) {
      if (data.containsKey(field.name())) {
        try {
          values.put(field.name(), check(field, data.get(field.name())));
        } catch (Invalid invalid) {
          problems.add(new Problem(field.name(), invalid.getMessage()));
        }
      } else if (!isPartial && field.required() && field.fallback() == null) {
        problems.add(new Problem(field.name(), "is required"));
      } else if (!isPartial) {
        values.put(field.name(), field.empty());
      }
    }
    return new Checked(values, problems);
  }

  /** The value as it is stored. */
  static Object check(Field field, Object value) throws Invalid {
    if (value == null) {
      require(!field.required() && !field.type().matches("boolean|list"), "must not be null");
      return null;
    }
    return switch (field.type()) {
      case "boolean" -> {
        require(value instanceof Boolean, "must be true or false");
        yield value;
      }
      case "integer", "reference" -> checkInteger(field, value);
      case "number" -> checkNumber(field, value, "must be a number");
      case "list" -> checkList(field, value);
      default -> checkText(field, value);
    };
  }

  private static double checkNumber(Field field, Object value, String message) throws Invalid {
    require(value instanceof Number, message);
    double number = ((Number) value).doubleValue();
    require(Double.isFinite(number), message);
    Double minimum = field.minimum();
    Double maximum = field.maximum();
    require(minimum == null || number >= minimum, "must be at least " + plain(minimum));
    require(maximum == null || number <= maximum, "must be at most " + plain(maximum));
    return number;
  }

  // Only the form of a reference; the store knows whether the object exists.
  private static long checkInteger(Field field, Object value) throws Invalid {
    double number = checkNumber(field, value, "must be a whole number");
    require(number == Math.rint(number), "must be a whole number");
    require(Math.abs(number) <= LARGEST_INTEGER, "is too large");
    boolean isReference = field.type().equals("reference");
    require(!isReference || number >= 1, "must be the id of one of the " + field.references());
    return (long) number;
  }

  private static String checkText(Field field, Object value) throws Invalid {
    String text = value instanceof String string ? string : null;
    switch (field.type()) {
      case "enum" ->
          require(
              text != null && field.choices().contains(text),
              "must be one of: " + String.join(", ", field.choices()));
      case "date" -> require(text != null && isDate(text), "must be a date like 2026-01-31");
      case "datetime" ->
          require(
              text != null && isTime(text), "must be a date and time like 2026-01-31T12:00:00Z");
      case "email" -> require(text != null && isEmail(text), "must be an e-mail address");
      case "url" ->
          require(
              text != null && isUrl(text), "must be a URL that starts with http:// or https://");
      default -> require(text != null, "must be text");
    }
    checkLength(field, text);
    return text;
  }

  private static void checkLength(Field field, String text) throws Invalid {
    int length = text.codePointCount(0, text.length());
    Double minimum = field.minimum();
    double longest = field.maximum() == null ? LONGEST_TEXT : field.maximum();
    boolean isUnicode = text.codePoints().noneMatch(each -> each >= 0xd800 && each <= 0xdfff);
    require(isUnicode, "must be valid Unicode text");
    require(!field.required() || !text.isBlank(), "must not be empty");
    require(
        minimum == null || length >= minimum,
        "must have at least " + plain(minimum) + " characters");
    require(length <= longest, "must have at most " + plain(longest) + " characters");
  }

  private static List<String> checkList(Field field, Object value) throws Invalid {
    require(value instanceof List<?>, "must be a list of texts");
    List<?> items = (List<?>) value;
    Double minimum = field.minimum();
    double longest = field.maximum() == null ? LONGEST_LIST : field.maximum();
    require(!field.required() || !items.isEmpty(), "must not be empty");
    require(
        minimum == null || items.size() >= minimum,
        "must have at least " + plain(minimum) + " items");
    require(items.size() <= longest, "must have at most " + plain(longest) + " items");
    List<String> texts = new ArrayList<>();
    for (Object item : items) {
      require(item instanceof String, "must be a list of texts");
      texts.add(checkText(Field.of(field.name(), "string").max(LONGEST_LIST), item));
    }
    return texts;
  }

  private static boolean isDate(String text) {
    try {
      return text.length() == 10 && LocalDate.parse(text) != null;
    } catch (DateTimeParseException malformed) {
      return false;
    }
  }

  private static boolean isTime(String text) {
    try {
      return text.matches(".*(Z|[+-]\\d{2}:\\d{2})")
          ? OffsetDateTime.parse(text) != null
          : LocalDateTime.parse(text) != null;
    } catch (DateTimeParseException malformed) {
      return false;
    }
  }

  private static boolean isEmail(String text) {
    int at = text.indexOf('@');
    List<String> domain = List.of(text.substring(at + 1).split("\\.", -1));
    boolean isPlain = text.length() <= LONGEST_EMAIL && text.matches("[^\\s]+");
    return isPlain
        && at > 0
        && at == text.lastIndexOf('@')
        && domain.size() > 1
        && !domain.contains("");
  }

  private static boolean isUrl(String text) {
    try {
      URI uri = new URI(text);
      return uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    } catch (URISyntaxException malformed) {
      return false;
    }
  }

  private static String plain(Double limit) {
    return limit == null ? "" : Json.write(limit);
  }

  private static void require(boolean isMet, String message) throws Invalid {
    if (!isMet) {
      throw new Invalid(message);
    }
  }
}
