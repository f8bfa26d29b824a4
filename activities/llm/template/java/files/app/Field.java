package app;

import java.util.ArrayList;
import java.util.List;

/** One field. The limits are a length for text and lists, and a value for numbers. */
public record Field(
    String name,
    String type,
    boolean required,
    boolean unique,
    Double minimum,
    Double maximum,
    List<String> choices,
    String references,
    Object fallback) {
  /** A field with nothing but a name and a type. */
  public static Field of(String name, String type) {
    return new Field(name, type, false, false, null, null, List.of(), null, null);
  }

  /** It must be given. */
  public Field must() {
    return new Field(name, type, true, unique, minimum, maximum, choices, references, fallback);
  }

  /** No two objects have the same value. */
  public Field only() {
    return new Field(name, type, required, true, minimum, maximum, choices, references, fallback);
  }

  /** The smallest value or length. */
  public Field min(double limit) {
    return new Field(name, type, required, unique, limit, maximum, choices, references, fallback);
  }

  /** The largest value or length. */
  public Field max(double limit) {
    return new Field(name, type, required, unique, minimum, limit, choices, references, fallback);
  }

  /** One more value it may have. */
  public Field choice(String value) {
    List<String> more = new ArrayList<>(choices);
    more.add(value);
    return new Field(name, type, required, unique, minimum, maximum, more, references, fallback);
  }

  /** The path of the entity it points at. */
  public Field to(String path) {
    return new Field(name, type, required, unique, minimum, maximum, choices, path, fallback);
  }

  /** Its value when none is given. */
  public Field or(Object value) {
    return new Field(name, type, required, unique, minimum, maximum, choices, references, value);
  }

  /** The value of a field that was not given. */
  public Object empty() {
    if (type.equals("list")) {
      return List.of();
    }
    return type.equals("boolean") && fallback == null ? Boolean.FALSE : fallback;
  }
}
