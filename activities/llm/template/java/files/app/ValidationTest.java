package app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValidationTest {
  private static List<String> fields(Entity entity, Map<String, ?> data, boolean isPartial) {
    return Validation.validate(entity, data, isPartial).problems().stream()
        .map(Problem::field)
        .toList();
  }

  @Test
  void acceptsEverySample() {
    for (Samples.Of set : Samples.all()) {
      for (Map<String, Object> sample : set.objects()) {
        assertEquals(List.of(), fields(set.entity(), sample, false));
      }
    }
  }

  @Test
  void refusesValuesOfAnotherType() {
    for (Samples.Of set : Samples.all()) {
      for (Field field : set.entity().fields()) {
        Map<String, Object> sample = new LinkedHashMap<>(set.objects().get(0));
        sample.put(field.name(), Samples.WRONG.get(field.type()));
        assertEquals(List.of(field.name()), fields(set.entity(), sample, false));
      }
    }
  }

  @Test
  void namesEveryMissingRequiredField() {
    for (Entity entity : Models.ENTITIES) {
      List<String> required =
          entity.fields().stream()
              .filter(field -> field.required() && field.fallback() == null)
              .map(Field::name)
              .toList();
      assertEquals(required, fields(entity, Map.of(), false));
    }
  }

  @Test
  void looksOnlyAtGivenFieldsOfPartialChanges() {
    for (Entity entity : Models.ENTITIES) {
      assertEquals(Map.of(), Validation.validate(entity, Map.of(), true).values());
      assertEquals(List.of("no_such_field"), fields(entity, Map.of("no_such_field", "x"), true));
    }
  }

  @Test
  void holdsTheLimits() {
    for (Entity entity : Models.ENTITIES) {
      for (Field field : entity.fields()) {
        if (field.maximum() != null) {
          Object tooMuch =
              switch (field.type()) {
                case "string" -> "x".repeat(field.maximum().intValue() + 1);
                case "list" -> Collections.nCopies(field.maximum().intValue() + 1, "x");
                default -> field.maximum() + 1;
              };
          assertEquals(List.of(field.name()), fields(entity, Map.of(field.name(), tooMuch), true));
        }
      }
    }
  }
}
