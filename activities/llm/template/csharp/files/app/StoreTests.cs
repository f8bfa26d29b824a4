using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using NUnit.Framework;

namespace App.Tests
{
    [TestFixture]
    public class StoreTests
    {
        private readonly SampleSet last = Samples.Last();
        private string directory;
        private Store store;

        /// <summary>Only the last entity stays without objects: nothing refers to it.</summary>
        [SetUp]
        public void Open()
        {
            directory = Path.Combine(Path.GetTempPath(), "store-" + Guid.NewGuid());
            store = new Store(directory);
            foreach (var kind in Samples.All().Where(kind => kind.Path != last.Path))
            {
                for (var at = 0; at < 3; at++) store.Create(kind.Entity, kind.Valid(at));
            }
        }

        [TearDown]
        public void Remove()
        {
            Directory.Delete(directory, true);
        }

        private Entity Kind
        {
            get { return last.Entity; }
        }

        [Test]
        public void KeepsObjectsOverARestart()
        {
            var first = store.Create(Kind, last.Valid(0));
            var second = store.Create(Kind, last.Valid(1));
            Assert.That(new[] { first["id"], second["id"] }, Is.EqualTo(new object[] { 1L, 2L }));
            Assert.That(Json.Write(new Store(directory).Get(Kind, 2)), Is.EqualTo(Json.Write(second)));
        }

        [Test]
        public void SeesWhatAnotherProcessWrote()
        {
            var other = new Store(directory);
            var item = store.Create(Kind, last.Valid(0));
            Assert.That(Json.Write(other.All(Kind)), Is.EqualTo(Json.Write(new[] { item })));
        }

        [Test]
        public void NeverGivesAnIdTwice()
        {
            var id = (long)store.Create(Kind, last.Valid(0))["id"];
            Assert.That(store.Delete(Kind, id));
            Assert.That(new Store(directory).Create(Kind, last.Valid(0))["id"], Is.EqualTo(id + 1));
        }

        [Test]
        public void ChangesOnlyTheGivenFields()
        {
            var item = store.Create(Kind, last.Valid(0));
            var name = Kind.Fields[0].Name;
            var changed = store.Update(Kind, (long)item["id"], new Dictionary<string, object> { [name] = last.Valid(1)[name] });
            var wanted = new Dictionary<string, object>(item) { [name] = last.Valid(1)[name], ["updated_at"] = changed["updated_at"] };
            Assert.That(Json.Write(changed), Is.EqualTo(Json.Write(wanted)));
        }

        [Test]
        public void AnswersNothingForAnUnknownId()
        {
            Assert.That(store.Get(Kind, 99), Is.Null);
            Assert.That(store.Update(Kind, 99, new Dictionary<string, object>()), Is.Null);
            Assert.That(!store.Delete(Kind, 99));
        }

        [Test]
        public void LosesNothingWhenSeveralWrite()
        {
            var values = last.Valid(0);
            foreach (var field in Kind.Fields.Where(field => field.Unique)) values[field.Name] = null;
            Task.WaitAll(Enumerable.Range(0, 10).Select(number => Task.Run(() => store.Create(Kind, values))).ToArray());
            Assert.That(new Store(directory).All(Kind).Count, Is.EqualTo(10));
        }

        [Test]
        public void LeavesNoTemporaryFile()
        {
            store.Create(Kind, last.Valid(0));
            Assert.That(Directory.GetFiles(directory).Select(Path.GetFileName), Is.EqualTo(new[] { "data.json" }));
        }

        [TestCase("{")]
        [TestCase("{}")]
        [TestCase("[]")]
        public void RefusesADamagedFileWithAReason(string damaged)
        {
            File.WriteAllText(Path.Combine(directory, "data.json"), damaged);
            Assert.That(Assert.Throws<StoreException>(() => new Store(directory)).Message, Does.Contain("damaged"));
        }

        [Test]
        public void HoldsUniqueValuesAndReferences()
        {
            var item = store.Create(Kind, last.Valid(0));
            foreach (var field in Kind.Fields)
            {
                var value = item[field.Name];
                if (field.Unique && value != null) Assert.Throws<ConflictException>(() => store.Create(Kind, last.Valid(0)));
                if (field.References == null) continue;
                var change = new Dictionary<string, object> { [field.Name] = 999L };
                Assert.That(Assert.Throws<ConflictException>(() => store.Update(Kind, (long)item["id"], change)).IsUnknownReference);
                if (value != null) Assert.That(!Assert.Throws<ConflictException>(() => store.Delete(Models.EntityAt(field.References), (long)value)).IsUnknownReference);
            }
        }
    }
}
