using System;
using System.IO;
using NUnit.Framework;

namespace App.Tests
{
    [TestFixture]
    public class CliTests
    {
        private readonly StringWriter said = new StringWriter();

        private int Run(string input, params string[] words)
        {
            said.GetStringBuilder().Clear();
            return new Cli(new StringReader(input), said, said).Run(words);
        }

        [Test]
        public void TurnsCsvIntoJson()
        {
            var json = Cli.ToJson("name,note\r\nAda,\"a, \"\"b\"\"\"\nBob,");
            Assert.That(json, Is.EqualTo("[{\"name\":\"Ada\",\"note\":\"a, \\\"b\\\"\"},{\"name\":\"Bob\",\"note\":\"\"}]"));
        }

        [Test]
        public void TurnsJsonIntoCsv()
        {
            var csv = Cli.ToCsv("[{\"b\": \"x, y\", \"a\": 1}, {\"a\": null, \"c\": [1]}]");
            Assert.That(csv, Is.EqualTo("b,a,c\n\"x, y\",1,\n,,[1]\n"));
        }

        [Test]
        public void GoesThereAndBack()
        {
            var csv = "b,a\n1,\"two\nlines\"\n";
            Assert.That(Cli.ToCsv(Cli.ToJson(csv)), Is.EqualTo(csv));
        }

        [TestCase("a,b\n1\n")]
        [TestCase("a,a\n1,2\n")]
        [TestCase("a\n\"1\n")]
        public void RefusesCsvThatDoesNotFit(string csv)
        {
            Assert.Throws<FormatException>(() => Cli.ToJson(csv));
        }

        [TestCase("{}")]
        [TestCase("[1]")]
        public void RefusesJsonThatDoesNotFit(string json)
        {
            Assert.Throws<FormatException>(() => Cli.ToCsv(json));
        }

        [TestCase("to-json -", 0, "[{\"a\":\"1\"}]")]
        [TestCase("to-json no/such/file", 1, "no/such/file")]
        [TestCase("to-csv -", 1, "error")]
        [TestCase("--help", 0, "usage")]
        [TestCase("no-such-command", 2, "usage")]
        public void RunsOnTheStandardInput(string words, int code, string part)
        {
            Assert.That(Run("a\n1\n", words.Split(' ')), Is.EqualTo(code));
            Assert.That(said.ToString(), Does.Contain(part));
        }
    }
}
