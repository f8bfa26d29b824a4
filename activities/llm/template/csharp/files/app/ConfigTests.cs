using System;
using System.Collections.Generic;
using NUnit.Framework;

namespace App.Tests
{
    [TestFixture]
    public class ConfigTests
    {
        [Test]
        public void ReadsTheSettings()
        {
            var usual = Config.Read(name => null);
            Assert.That(usual.Host + " " + usual.Port + " " + usual.DataDir, Is.EqualTo("127.0.0.1 8080 data"));
            var given = new Dictionary<string, string> { ["HOST"] = "0.0.0.0", ["PORT"] = "0", ["DATA_DIR"] = "/data" };
            var config = Config.Read(name => given[name]);
            Assert.That(config.Host + " " + config.Port + " " + config.DataDir, Is.EqualTo("0.0.0.0 0 /data"));
        }

        [TestCase("no port")]
        [TestCase("65536")]
        [TestCase("-1")]
        public void RefusesAPortThatIsNone(string port)
        {
            Assert.Throws<ArgumentException>(() => Config.Read(name => port));
        }
    }
}
