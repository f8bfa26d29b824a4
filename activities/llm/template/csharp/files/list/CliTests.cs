using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using NUnit.Framework;

namespace App.Tests
{
    [TestFixture]
    public class CliTests
    {
        private string directory;
        private StringWriter output;
        private StringWriter errors;

        [SetUp]
        public void Open()
        {
            directory = Path.Combine(Path.GetTempPath(), "cli-" + Guid.NewGuid());
        }

        [TearDown]
        public void Remove()
        {
            if (Directory.Exists(directory)) Directory.Delete(directory, true);
        }

        private int Run(SampleSet kind, params string[] words)
        {
            output = new StringWriter();
            errors = new StringWriter();
            var all = Models.Entities.Count > 1 ? new[] { kind.Entity.Path }.Concat(words).ToArray() : words;
            return new Cli(directory, output, errors).Run(all);
        }

        private string Said
        {
            get { return output.ToString().Trim(); }
        }

        private static string Text(object value)
        {
            var texts = value as List<object>;
            return texts != null ? string.Join(",", texts) : Convert.ToString(value, CultureInfo.InvariantCulture);
        }

        private Dictionary<string, object> Add(SampleSet kind, Dictionary<string, object> sample)
        {
            var main = Cli.MainField(kind.Entity).Name;
            var flags = sample.Where(each => each.Key != main && each.Value != null).Select(each => "--" + each.Key.Replace('_', '-') + "=" + Text(each.Value));
            var code = Run(kind, new[] { "add", "--json", Text(sample[main]) }.Concat(flags).ToArray());
            Assert.That(errors.ToString(), Is.EqualTo(""));
            Assert.That(code, Is.EqualTo(Cli.Done));
            return (Dictionary<string, object>)Json.Read(Said);
        }

        [Test]
        public void AddsListsAndSearches()
        {
            foreach (var kind in Samples.All())
            {
                foreach (var sample in kind.Objects)
                {
                    var item = Add(kind, sample);
                    foreach (var value in sample) Assert.That(Json.Write(item[value.Key]), Is.EqualTo(Json.Write(value.Value)));
                }
                Run(kind, "list", "--sort=-id");
                Assert.That(Said.Split('\n').Select(line => line.Split(' ')[0]), Is.EqualTo(new[] { "3", "2", "1" }));
                Run(kind, "list", "--search", "no such text");
                Assert.That(Said, Is.EqualTo(""));
            }
        }

        [Test]
        public void ShowsMarksChangesAndRemoves()
        {
            foreach (var kind in Samples.All())
            {
                Add(kind, kind.Objects[0]);
                var done = Cli.DoneField(kind.Entity);
                if (done != null)
                {
                    Run(kind, "done", "1");
                    Assert.That(Said, Does.Contain(done + ": yes"));
                }
                var main = Cli.MainField(kind.Entity);
                Run(kind, "update", "1", "--" + Cli.FlagOf(main), Text(kind.Objects[1][main.Name]));
                Assert.That(Said, Does.Contain(Text(kind.Objects[1][main.Name])));
            }
            Assert.That(Run(Samples.Last(), "remove", "1"), Is.EqualTo(Cli.Done));
            Assert.That(Run(Samples.Last(), "show", "1"), Is.EqualTo(Cli.Failed));
        }

        [TestCase("show 99")]
        [TestCase("remove 99")]
        [TestCase("update 99")]
        [TestCase("list --filter x")]
        [TestCase("list --sort no_such_field")]
        public void RefusesWhatIsNotThere(string words)
        {
            Assert.That(Run(Samples.Last(), words.Split(' ')), Is.EqualTo(Cli.Failed));
            Assert.That(errors.ToString(), Does.StartWith("error: "));
        }

        [TestCase("no-such-command")]
        [TestCase("show x")]
        [TestCase("show")]
        [TestCase("add")]
        [TestCase("list --no-such-flag 1")]
        public void ExplainsWrongUse(string words)
        {
            Assert.That(Run(Samples.Last(), words.Split(' ')), Is.EqualTo(Cli.WrongUse));
            Assert.That(errors.ToString(), Does.Contain("usage"));
        }

        [Test]
        public void ExplainsItself()
        {
            Assert.That(Run(Samples.Last(), "--help"), Is.EqualTo(Cli.Done));
            Assert.That(Said, Does.Contain("usage"));
        }
    }
}
