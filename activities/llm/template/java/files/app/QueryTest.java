package app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryTest {
  private static List<Map<String, Object>> items(Samples.Of set) {
    List<Map<String, Object>> items = new ArrayList<>();
    for (int at = 0; at < 3; at++) {
      Map<String, Object> item = new LinkedHashMap<>(set.valid(at));
      item.put("id", at + 1L);
      item.put("created_at", "2026-01-01T00:00:00.000Z");
      item.put("updated_at", "2026-01-01T00:00:00.000Z");
      items.add(item);
    }
    return items;
  }

  private static Query.Page list(Samples.Of set, String query) {
    return Query.list(set.entity(), items(set), Query.parse(query));
  }

  private static Query.Page filtered(Samples.Of set, String name, String text) {
    return Query.list(set.entity(), items(set), List.of(new Query.Pair(name, text)));
  }

  @Test
  void givesPages() {
    for (Samples.Of set : Samples.all()) {
      List<Map<String, Object>> items = items(set);
      assertEquals(items, list(set, "").items());
      assertEquals(items.subList(1, 2), list(set, "limit=1&offset=1").items());
      assertEquals(items.subList(2, 3), list(set, "limit=2&page=2").items());
      assertEquals(3, list(set, "limit=1").total());
    }
  }

  @Test
  void filtersByEveryField() {
    for (Samples.Of set : Samples.all()) {
      for (Field field : set.entity().fields()) {
        Object value = items(set).get(1).get(field.name());
        Object wanted = value instanceof List<?> texts ? texts.get(0) : value;
        String text = wanted == null ? "" : String.valueOf(wanted);
        Query.Page page = filtered(set, field.name(), text);
        assertEquals(List.of(), page.problems());
        assertTrue(page.items().contains(items(set).get(1)), field.name());
      }
    }
  }

  @Test
  void searchesTextWhateverItsCase() {
    for (Samples.Of set : Samples.all()) {
      for (Field field : set.entity().fields()) {
        if (field.type().equals("string")) {
          String text = String.valueOf(items(set).get(1).get(field.name())).toUpperCase();
          assertTrue(filtered(set, "q", text).items().contains(items(set).get(1)));
        }
      }
      assertEquals(List.of(), filtered(set, "q", "no such text").items());
    }
  }

  @Test
  void sortsBothWays() {
    for (Samples.Of set : Samples.all()) {
      List<Object> ids =
          list(set, "sort=-id").items().stream().map(item -> item.get("id")).toList();
      assertEquals(List.of(3L, 2L, 1L), ids);
      for (Field field : set.entity().fields()) {
        assertEquals(3, list(set, "sort=" + field.name() + ",-id").items().size());
      }
    }
  }

  @Test
  void namesEveryInvalidOption() {
    List<String> queries =
        List.of("limit=0", "limit=x", "offset=-1", "page=0", "sort=no_such_field", "no_such=1");
    for (String query : queries) {
      assertEquals(1, list(Samples.last(), query).problems().size(), query);
    }
  }
}
