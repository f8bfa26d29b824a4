using System;
using NUnit.Framework;

namespace Smoke.Tests
{
    [TestFixture]
    public class GreetingTests
    {
        [Test]
        public void GreetsByName()
        {
            Assert.That(Greeting.Greet("Ada"), Is.EqualTo("Hello, Ada!"));
        }

        [Test]
        public void RefusesAnEmptyName()
        {
            Assert.Throws<ArgumentException>(() => Greeting.Greet(""));
        }
    }
}
