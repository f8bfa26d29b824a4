using System.Collections.Generic;
using NUnit.Framework;

namespace App.Tests
{
    [TestFixture]
    public class JsonTests
    {
        [Test]
        public void ReadsEveryKindOfValue()
        {
            var read = (Dictionary<string, object>)Json.Read(" {\"a\": [1, -2.5, 1e3, true, false, null], \"b\": \"x\\n\\u00e9\\\"\"} ");
            Assert.That(read["a"], Is.EqualTo(new object[] { 1L, -2.5, 1000.0, true, false, null }));
            Assert.That(read["b"], Is.EqualTo("x\né\""));
        }

        [Test]
        public void WritesWhatItReads()
        {
            var text = "{\"a\":[1,\"two\\u0009\",{}],\"b\":null,\"c\":[],\"d\":0.5}";
            Assert.That(Json.Write(Json.Read(text)), Is.EqualTo(text));
        }

        [TestCase("")]
        [TestCase("{")]
        [TestCase("[1,]")]
        [TestCase("{} x")]
        [TestCase("NaN")]
        [TestCase("01")]
        [TestCase("\"a")]
        [TestCase("{a:1}")]
        public void RefusesWhatIsNoJson(string text)
        {
            Assert.Throws<MalformedException>(() => Json.Read(text));
        }

        [Test]
        public void RefusesWhatIsTooDeep()
        {
            Assert.Throws<MalformedException>(() => Json.Read(new string('[', 100000)));
        }
    }
}
