using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NUnit.Framework;

namespace App.Tests
{
    [TestFixture]
    public class QueryTests
    {
        private static List<Dictionary<string, object>> Items(SampleSet kind)
        {
            return Enumerable.Range(0, 3).Select(at => ItemOf(kind, at)).ToList();
        }

        private static Dictionary<string, object> ItemOf(SampleSet kind, int at)
        {
            var item = new Dictionary<string, object>(kind.Valid(at));
            item["id"] = at + 1L;
            item["created_at"] = "2026-01-01T00:00:00.000Z";
            item["updated_at"] = "2026-01-01T00:00:00.000Z";
            return item;
        }

        private static Page List(SampleSet kind, string query)
        {
            return Query.List(kind.Entity, Items(kind), Query.Parse(query));
        }

        private static object[] Ids(Page page)
        {
            return page.Items.Select(item => item["id"]).ToArray();
        }

        [Test]
        public void GivesPages()
        {
            foreach (var kind in Samples.All())
            {
                Assert.That(Ids(List(kind, "")), Is.EqualTo(new object[] { 1L, 2L, 3L }));
                Assert.That(Ids(List(kind, "?limit=1&offset=1")), Is.EqualTo(new object[] { 2L }));
                Assert.That(Ids(List(kind, "?limit=2&page=2")), Is.EqualTo(new object[] { 3L }));
                Assert.That(List(kind, "?limit=1").Total, Is.EqualTo(3L));
            }
        }

        [Test]
        public void FiltersByEveryField()
        {
            foreach (var kind in Samples.All())
            {
                foreach (var field in kind.Entity.Fields)
                {
                    var value = Items(kind)[1][field.Name];
                    var texts = value as List<string>;
                    var text = texts != null ? texts[0] : Convert.ToString(value, CultureInfo.InvariantCulture);
                    var page = List(kind, field.Name + "=" + Uri.EscapeDataString(text));
                    Assert.That(page.Problems, Is.Empty);
                    Assert.That(Ids(page).Contains(2L), field.Name);
                }
            }
        }

        [Test]
        public void SearchesTextWhateverItsCase()
        {
            foreach (var kind in Samples.All())
            {
                foreach (var field in kind.Entity.Fields.Where(field => field.Type == "string"))
                {
                    var text = ((string)Items(kind)[1][field.Name]).ToUpperInvariant();
                    Assert.That(Ids(List(kind, "q=" + Uri.EscapeDataString(text))).Contains(2L), text);
                }
                Assert.That(Ids(List(kind, "q=no+such+text")), Is.Empty);
            }
        }

        [Test]
        public void SortsBothWays()
        {
            foreach (var kind in Samples.All())
            {
                Assert.That(Ids(List(kind, "sort=-id")), Is.EqualTo(new object[] { 3L, 2L, 1L }));
                foreach (var field in kind.Entity.Fields)
                {
                    var page = List(kind, "sort=" + field.Name + ",-id");
                    Assert.That(page.Items.Count == 3 && page.Problems.Count == 0, field.Name);
                }
            }
        }

        [TestCase("limit=0")]
        [TestCase("limit=x")]
        [TestCase("offset=-1")]
        [TestCase("page=0")]
        [TestCase("sort=no_such_field")]
        [TestCase("no_such_field=1")]
        public void NamesEveryInvalidOption(string query)
        {
            Assert.That(List(Samples.Last(), query).Problems.Count, Is.EqualTo(1));
        }
    }
}
