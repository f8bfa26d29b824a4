package app;

import java.util.List;
import java.util.Optional;

/** A kind of object and the path of its collection. */
public record Entity(String name, String path, List<Field> fields) {
  /** The field of this name. */
  public Optional<Field> field(String wanted) {
    return fields.stream().filter(field -> field.name().equals(wanted)).findFirst();
  }
}
