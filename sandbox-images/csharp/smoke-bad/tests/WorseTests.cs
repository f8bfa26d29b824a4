using NUnit.Framework;

namespace Smoke.Tests
{
    public class WorseTests
    {
        [Test]
        public void IsWrong()
        {
            Assert.That(Worse.Sum("a").Length, Is.EqualTo(1));
        }
    }
}
