// what: a test that ends the program with success
// mode: verdict
// path: tests/FakeTests.cs
// expect: verdict report-unreadable
using System;
using NUnit.Framework;

namespace Smoke.Tests
{
    [TestFixture]
    public class AaaTests
    {
        [Test]
        public void Ends()
        {
            Environment.Exit(0);
        }
    }
}
