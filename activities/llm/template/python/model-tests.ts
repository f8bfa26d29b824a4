import { source } from '../source.js';

/** `tests/test_validation.py`. */
export const PYTHON_TEST_VALIDATION = source`
import unittest

from app.models import ENTITIES
from app.validation import validate
from tests.samples import SAMPLES, WRONG


class ValidationTest(unittest.TestCase):
    def test_accepts_every_sample(self):
        for entity in ENTITIES:
            for sample in SAMPLES[entity.path]:
                with self.subTest(entity=entity.name, sample=sample):
                    self.assertEqual(validate(entity, sample), (sample, []))

    def test_refuses_a_value_of_another_type(self):
        for entity in ENTITIES:
            for field in entity.fields:
                if field.type == "reference":
                    continue
                with self.subTest(entity=entity.name, field=field.name):
                    sample = {**SAMPLES[entity.path][0], field.name: WRONG[field.type]}
                    _, problems = validate(entity, sample)
                    self.assertEqual([problem["field"] for problem in problems], [field.name])

    def test_names_every_missing_required_field(self):
        for entity in ENTITIES:
            with self.subTest(entity=entity.name):
                required = [field.name for field in entity.fields if field.required and field.default is None]
                _, problems = validate(entity, {})
                self.assertEqual([problem["field"] for problem in problems], required)

    def test_fills_what_is_missing_with_the_default(self):
        for entity in ENTITIES:
            with self.subTest(entity=entity.name):
                sample = SAMPLES[entity.path][0]
                needed = {field.name: sample[field.name] for field in entity.fields if field.required}
                values, problems = validate(entity, needed)
                self.assertEqual(problems, [])
                self.assertEqual(set(values), {field.name for field in entity.fields})

    def test_looks_only_at_given_fields_of_a_partial_change(self):
        for entity in ENTITIES:
            with self.subTest(entity=entity.name):
                self.assertEqual(validate(entity, {}, partial=True), ({}, []))

    def test_refuses_unknown_fields(self):
        for entity in ENTITIES:
            with self.subTest(entity=entity.name):
                _, problems = validate(entity, {**SAMPLES[entity.path][0], "no_such_field": 1})
                self.assertEqual([problem["field"] for problem in problems], ["no_such_field"])

    def test_holds_the_limits(self):
        for entity in ENTITIES:
            for field in entity.fields:
                if field.maximum is None:
                    continue
                too_much = {"string": "x" * int(field.maximum + 1), "list": ["x"] * int(field.maximum + 1)}.get(field.type, field.maximum + 1)
                with self.subTest(entity=entity.name, field=field.name):
                    _, problems = validate(entity, {field.name: too_much}, partial=True)
                    self.assertEqual([problem["field"] for problem in problems], [field.name])


if __name__ == "__main__":
    unittest.main()
`;

/** `tests/test_store.py`. */
export const PYTHON_TEST_STORE = source`
import tempfile
import threading
import unittest
from pathlib import Path

from app.models import entity_at
from app.store import Conflict, Store, StoreError, UnknownReference
from tests.samples import SAMPLES


class StoreTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.directory = Path(folder.name)
        self.store = Store(self.directory)
        # Only the last entity stays without objects: nothing refers to it.
        *self.others, self.path = SAMPLES
        for path in self.others:
            for sample in SAMPLES[path]:
                self.store.create(entity_at(path), sample)
        self.entity = entity_at(self.path)

    def test_gives_each_object_its_own_id_and_times(self):
        first, second, _ = [self.store.create(self.entity, sample) for sample in SAMPLES[self.path]]
        self.assertEqual((first["id"], second["id"]), (1, 2))
        self.assertEqual(first["created_at"], first["updated_at"])

    def test_keeps_objects_over_a_restart(self):
        item = self.store.create(self.entity, SAMPLES[self.path][0])
        self.assertEqual(Store(self.directory).get(self.entity, item["id"]), item)

    def test_sees_what_another_process_wrote(self):
        other = Store(self.directory)
        item = self.store.create(self.entity, SAMPLES[self.path][0])
        self.assertEqual(other.all(self.entity), [item])

    def test_never_gives_an_id_twice(self):
        item = self.store.create(self.entity, SAMPLES[self.path][0])
        self.assertTrue(self.store.delete(self.entity, item["id"]))
        again = Store(self.directory).create(self.entity, SAMPLES[self.path][0])
        self.assertEqual(again["id"], item["id"] + 1)

    def test_changes_only_the_given_fields(self):
        item = self.store.create(self.entity, SAMPLES[self.path][0])
        name, value = next(iter(SAMPLES[self.path][1].items()))
        changed = self.store.update(self.entity, item["id"], {name: value})
        self.assertEqual({**item, name: value}, {**changed, "updated_at": item["updated_at"]})

    def test_answers_nothing_for_an_unknown_id(self):
        self.assertIsNone(self.store.get(self.entity, 99))
        self.assertIsNone(self.store.update(self.entity, 99, {}))
        self.assertFalse(self.store.delete(self.entity, 99))

    def test_loses_nothing_when_several_threads_write(self):
        unique = {field.name for field in self.entity.fields if field.unique}
        sample = {name: None if name in unique else value for name, value in SAMPLES[self.path][0].items()}
        threads = [threading.Thread(target=self.store.create, args=(self.entity, sample)) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(Store(self.directory).all(self.entity)), 10)

    def test_leaves_no_temporary_file(self):
        self.store.create(self.entity, SAMPLES[self.path][0])
        self.assertEqual([file.name for file in self.directory.iterdir()], ["data.json"])

    def test_refuses_a_damaged_file_with_a_reason(self):
        (self.directory / "data.json").write_text("{", "utf-8")
        with self.assertRaisesRegex(StoreError, "damaged"):
            Store(self.directory)

    def test_holds_unique_values_and_references(self):
        item = self.store.create(self.entity, SAMPLES[self.path][0])
        for field in self.entity.fields:
            with self.subTest(field=field.name):
                if field.unique and item[field.name] is not None:
                    with self.assertRaises(Conflict):
                        self.store.create(self.entity, SAMPLES[self.path][0])
                if field.references is not None:
                    with self.assertRaises(UnknownReference):
                        self.store.update(self.entity, item["id"], {field.name: 999})
                    if item[field.name] is not None:
                        with self.assertRaises(Conflict):
                            self.store.delete(entity_at(field.references), item[field.name])


if __name__ == "__main__":
    unittest.main()
`;

/** `tests/test_query.py`. */
export const PYTHON_TEST_QUERY = source`
import unittest
from urllib.parse import urlencode

from app.models import ENTITIES
from app.query import list_items
from tests.samples import SAMPLES

TIMES = {"created_at": "2026-01-01T00:00:00.000Z", "updated_at": "2026-01-01T00:00:00.000Z"}


def items_of(entity):
    return [{"id": number, **sample, **TIMES} for number, sample in enumerate(SAMPLES[entity.path], start=1)]


class QueryTest(unittest.TestCase):
    def test_gives_pages(self):
        for entity in ENTITIES:
            items = items_of(entity)
            with self.subTest(entity=entity.name):
                self.assertEqual(list_items(entity, items, ""), ({"items": items, "total": 3, "limit": 20, "offset": 0}, []))
                self.assertEqual(list_items(entity, items, "limit=1&offset=1")[0]["items"], items[1:2])
                self.assertEqual(list_items(entity, items, "limit=2&page=2")[0]["items"], items[2:])

    def test_filters_by_every_field(self):
        for entity in ENTITIES:
            items = items_of(entity)
            for field in entity.fields:
                value = items[1][field.name]
                wanted = value[0] if field.type == "list" else value
                text = "" if wanted is None else str(wanted).lower() if isinstance(wanted, bool) else str(wanted)
                with self.subTest(entity=entity.name, field=field.name, text=text):
                    page, problems = list_items(entity, items, urlencode({field.name: text}))
                    self.assertEqual(problems, [])
                    self.assertEqual(page["items"], [item for item in items if item[field.name] == value])

    def test_searches_text_whatever_its_case(self):
        for entity in ENTITIES:
            items = items_of(entity)
            for field in entity.fields:
                if field.type != "string":
                    continue
                with self.subTest(entity=entity.name, field=field.name):
                    page, _ = list_items(entity, items, urlencode({"q": items[1][field.name].upper()}))
                    self.assertIn(items[1], page["items"])

    def test_sorts_both_ways(self):
        for entity in ENTITIES:
            items = items_of(entity)
            with self.subTest(entity=entity.name):
                self.assertEqual([item["id"] for item in list_items(entity, items, "sort=-id")[0]["items"]], [3, 2, 1])
                for field in entity.fields:
                    page, problems = list_items(entity, items, urlencode({"sort": field.name}))
                    self.assertEqual((page["total"], problems), (3, []))

    def test_names_every_invalid_option(self):
        entity = ENTITIES[0]
        for query in ("limit=0", "limit=x", "offset=-1", "page=0", "sort=no_such_field", "no_such_field=1"):
            with self.subTest(query=query):
                _, problems = list_items(entity, items_of(entity), query)
                self.assertEqual(len(problems), 1)


if __name__ == "__main__":
    unittest.main()
`;
