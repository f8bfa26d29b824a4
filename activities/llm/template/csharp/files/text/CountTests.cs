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

        [TestCase("", 0, 0, 0)]
        [TestCase("one two\n", 1, 2, 8)]
        [TestCase("one\ntwo", 2, 2, 7)]
        [TestCase(" é  b \n\n", 2, 2, 8)]
        public void CountsLinesWordsAndCharacters(string text, int lines, int words, int characters)
        {
            var counts = new Counts(text);
            Assert.That(new[] { counts.Lines, counts.Words, counts.Characters }, Is.EqualTo(new[] { lines, words, characters }));
        }

        [Test]
        public void ReadsFilesAndTheStandardInput()
        {
            var file = Path.GetTempFileName();
            try
            {
                File.WriteAllText(file, "a b\n");
                Assert.That(Run("c\n", file, "-"), Is.EqualTo(0));
                Assert.That(said.ToString(), Does.Contain("       2        3        6  total"));
            }
            finally
            {
                File.Delete(file);
            }
        }

        [Test]
        public void NamesAFileThatCanNotBeRead()
        {
            Assert.That(Run("", "no/such/file"), Is.EqualTo(1));
            Assert.That(said.ToString(), Does.Contain("no/such/file"));
        }

        [TestCase("--help", 0)]
        [TestCase("--no-such-flag", 2)]
        public void ExplainsItself(string word, int code)
        {
            Assert.That(Run("", word), Is.EqualTo(code));
            Assert.That(said.ToString(), Does.Contain("usage"));
        }
    }
}
