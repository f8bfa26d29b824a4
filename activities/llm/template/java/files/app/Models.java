package app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What is stored: the entities, their fields and the rules of each field. */
public final class Models {
  /** All kinds of objects there are. */
  // @ENTITIES@

  private Models() {}

  /** The entity whose collection has this path. */
  public static Optional<Entity> entityAt(String path) {
    return ENTITIES.stream().filter(entity -> entity.path().equals(path)).findFirst();
  }

  /** Adds a rule to the field that was added last. */
  private static void change(List<Field> fields, UnaryOperator<Field> rule) {
    fields.add(rule.apply(fields.remove(fields.size() - 1)));
  }

  // @METHODS@
}
