using System.IO;
using NUnit.Framework;

namespace App.Tests
{
    [TestFixture]
    public class CliTests
    {
        private readonly StringWriter said = new StringWriter();

        private int Run(params string[] words)
        {
            said.GetStringBuilder().Clear();
            return new Cli(TextReader.Null, said, said).Run(words);
        }

        private void Prints(string expected, params string[] words)
        {
            var code = Run(words);
            Assert.That(said.ToString(), Is.EqualTo(expected + said.NewLine));
            Assert.That(code, Is.EqualTo(0));
        }

        [Test]
        public void PrintsTheResults()
        {
            // @CASES@
        }

        [TestCase("--help", 0)]
        [TestCase("--no-such-option and more words than any command takes here", 2)]
        public void ExplainsItself(string words, int code)
        {
            Assert.That(Run(words.Split(' ')), Is.EqualTo(code));
            Assert.That(said.ToString(), Does.Contain("usage"));
        }
    }
}
