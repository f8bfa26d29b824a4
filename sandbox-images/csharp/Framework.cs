// The part of NUnit and xUnit that small projects use, so that their tests compile where no package can be fetched.
using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace NUnit.Framework
{
    [AttributeUsage(AttributeTargets.Class)] public class TestFixtureAttribute : Attribute { }
    [AttributeUsage(AttributeTargets.Method)] public class TestAttribute : Attribute { }
    [AttributeUsage(AttributeTargets.Method)] public class SetUpAttribute : Attribute { }
    [AttributeUsage(AttributeTargets.Method)] public class TearDownAttribute : Attribute { }
    [AttributeUsage(AttributeTargets.Method)] public class OneTimeSetUpAttribute : Attribute { }
    [AttributeUsage(AttributeTargets.Method)] public class OneTimeTearDownAttribute : Attribute { }

    [AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
    public class IgnoreAttribute : Attribute { public IgnoreAttribute(string reason = "") { Reason = reason; } public string Reason { get; } }

    [AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
    public class TestCaseAttribute : Attribute
    {
        public TestCaseAttribute(params object[] arguments) { Arguments = arguments ?? new object[] { null }; }
        public object[] Arguments { get; }
        public object ExpectedResult { get; set; }
    }

    public class AssertionException : Exception { public AssertionException(string message) : base(message) { } }

    public class Constraint
    {
        private readonly Func<object, bool> isMet;
        public Constraint(string text, Func<object, bool> isMet) { Text = text; this.isMet = isMet; }
        public string Text { get; }
        public bool IsMet(object actual) { return isMet(actual); }
        public Constraint And(Constraint other) { return new Constraint(Text + " and " + other.Text, x => isMet(x) && other.isMet(x)); }
    }

    public class Negation
    {
        public Constraint EqualTo(object expected) { return Not(Is.EqualTo(expected)); }
        public Constraint Null { get { return Not(Is.Null); } }
        public Constraint Empty { get { return Not(Is.Empty); } }
        private static Constraint Not(Constraint of) { return new Constraint("not " + of.Text, x => !of.IsMet(x)); }
    }

    public static class Is
    {
        public static Constraint EqualTo(object expected) { return new Constraint(Same.Show(expected), x => Same.Are(expected, x)); }
        public static Constraint EquivalentTo(IEnumerable expected)
        {
            return new Constraint("the items of " + Same.Show(expected), x => Same.AreEquivalent(expected, x as IEnumerable));
        }
        public static Constraint True { get { return new Constraint("true", x => x is bool && (bool)x); } }
        public static Constraint False { get { return new Constraint("false", x => x is bool && !(bool)x); } }
        public static Constraint Null { get { return new Constraint("null", x => x == null); } }
        public static Constraint Empty { get { return new Constraint("empty", x => x is IEnumerable && !((IEnumerable)x).Cast<object>().Any()); } }
        public static Negation Not { get { return new Negation(); } }
        public static Constraint GreaterThan(IComparable than) { return new Constraint("> " + than, x => Same.Compare(x, than) > 0); }
        public static Constraint LessThan(IComparable than) { return new Constraint("< " + than, x => Same.Compare(x, than) < 0); }
        public static Constraint AtLeast(IComparable than) { return new Constraint(">= " + than, x => Same.Compare(x, than) >= 0); }
        public static Constraint AtMost(IComparable than) { return new Constraint("<= " + than, x => Same.Compare(x, than) <= 0); }
        public static Constraint InstanceOf<T>() { return new Constraint("a " + typeof(T).Name, x => x is T); }
    }

    public static class Does
    {
        public static Constraint Contain(object part) { return new Constraint("containing " + Same.Show(part), x => Same.Contains(x, part)); }
        public static Constraint StartWith(string part) { return new Constraint("starting with " + part, x => ("" + x).StartsWith(part, StringComparison.Ordinal)); }
        public static Constraint EndWith(string part) { return new Constraint("ending with " + part, x => ("" + x).EndsWith(part, StringComparison.Ordinal)); }
    }

    public static class Has
    {
        public static class Exactly { public static Constraint Items(int count) { return new Constraint(count + " items", x => ((IEnumerable)x).Cast<object>().Count() == count); } }
        public static Constraint Member(object part) { return Does.Contain(part); }
    }

    public static class Throws { public static Type TypeOf<T>() where T : Exception { return typeof(T); } }

    public delegate void TestDelegate();

    public static class Assert
    {
        public static void That(bool condition, string message = null) { Require(condition, message ?? "expected true"); }
        public static void That(object actual, Constraint wanted, string message = null)
        {
            Require(wanted.IsMet(actual), (message == null ? "" : message + ": ") + "expected " + wanted.Text + ", was " + Same.Show(actual));
        }
        public static void That(TestDelegate code, Type thrown)
        {
            try { code(); }
            catch (Exception error) { Require(thrown == error.GetType(), "expected " + thrown.Name + ", was " + error.GetType().Name); return; }
            throw new AssertionException("expected " + thrown.Name + ", nothing was thrown");
        }
        public static void AreEqual(object expected, object actual, string message = null) { That(actual, Is.EqualTo(expected), message); }
        public static void AreNotEqual(object expected, object actual, string message = null) { That(actual, Is.Not.EqualTo(expected), message); }
        public static void AreSame(object expected, object actual) { Require(ReferenceEquals(expected, actual), "expected the same object"); }
        public static void IsTrue(bool condition, string message = null) { That(condition, message); }
        public static void True(bool condition, string message = null) { That(condition, message); }
        public static void IsFalse(bool condition, string message = null) { Require(!condition, message ?? "expected false"); }
        public static void False(bool condition, string message = null) { IsFalse(condition, message); }
        public static void IsNull(object actual) { That(actual, Is.Null); }
        public static void IsNotNull(object actual) { That(actual, Is.Not.Null); }
        public static void NotNull(object actual) { That(actual, Is.Not.Null); }
        public static void IsEmpty(IEnumerable actual) { That(actual, Is.Empty); }
        public static void Contains(object part, IEnumerable whole) { That(whole, Does.Contain(part)); }
        public static T Throws<T>(TestDelegate code) where T : Exception
        {
            try { code(); }
            catch (T error) { return error; }
            catch (Exception error) { throw new AssertionException("expected " + typeof(T).Name + ", was " + error.GetType().Name + ": " + error.Message); }
            throw new AssertionException("expected " + typeof(T).Name + ", nothing was thrown");
        }
        public static void DoesNotThrow(TestDelegate code) { code(); }
        public static void Fail(string message = "failed") { throw new AssertionException(message); }
        private static void Require(bool isMet, string message) { if (!isMet) throw new AssertionException(message); }
    }

    public static class Same
    {
        public static bool Are(object expected, object actual)
        {
            if (expected == null || actual == null) return expected == actual;
            if (expected is string || actual is string) return expected.Equals(actual);
            var one = expected as IEnumerable;
            var other = actual as IEnumerable;
            if (one != null && other != null)
            {
                var left = one.Cast<object>().ToList();
                var right = other.Cast<object>().ToList();
                return left.Count == right.Count && !left.Where((item, index) => !Are(item, right[index])).Any();
            }
            if (IsNumber(expected) && IsNumber(actual)) return Compare(expected, (IComparable)actual) == 0;
            return expected.Equals(actual);
        }
        public static bool AreEquivalent(IEnumerable expected, IEnumerable actual)
        {
            if (actual == null) return false;
            var left = actual.Cast<object>().ToList();
            foreach (var item in expected)
            {
                var found = left.FindIndex(each => Are(item, each));
                if (found < 0) return false;
                left.RemoveAt(found);
            }
            return left.Count == 0;
        }
        public static int Compare(object actual, IComparable than)
        {
            if (!IsNumber(actual) || !IsNumber(than)) return ((IComparable)actual).CompareTo(than);
            if (actual is double || than is double || actual is float || than is float) return Convert.ToDouble(actual).CompareTo(Convert.ToDouble(than));
            return Convert.ToDecimal(actual).CompareTo(Convert.ToDecimal(than));
        }
        public static bool Contains(object whole, object part)
        {
            var text = whole as string;
            if (text != null) return text.Contains("" + part);
            return whole is IEnumerable && ((IEnumerable)whole).Cast<object>().Any(item => Are(part, item));
        }
        public static string Show(object value)
        {
            if (value == null) return "null";
            if (value is string) return "\"" + value + "\"";
            var items = value as IEnumerable;
            return items == null ? value.ToString() : "[" + string.Join(", ", items.Cast<object>().Take(20).Select(Show)) + "]";
        }
        private static bool IsNumber(object value)
        {
            return value is int || value is long || value is double || value is decimal || value is float || value is short || value is byte || value is uint || value is ulong;
        }
    }
}

namespace Xunit
{
    [AttributeUsage(AttributeTargets.Method)] public class FactAttribute : Attribute { public string Skip { get; set; } public string DisplayName { get; set; } }
    public class TheoryAttribute : FactAttribute { }

    [AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
    public class InlineDataAttribute : Attribute
    {
        public InlineDataAttribute(params object[] arguments) { Arguments = arguments ?? new object[] { null }; }
        public object[] Arguments { get; }
    }

    public static class Assert
    {
        public static void Equal(object expected, object actual) { NUnit.Framework.Assert.AreEqual(expected, actual); }
        public static void NotEqual(object expected, object actual) { NUnit.Framework.Assert.AreNotEqual(expected, actual); }
        public static void True(bool condition, string message = null) { NUnit.Framework.Assert.IsTrue(condition, message); }
        public static void False(bool condition, string message = null) { NUnit.Framework.Assert.IsFalse(condition, message); }
        public static void Null(object actual) { NUnit.Framework.Assert.IsNull(actual); }
        public static void NotNull(object actual) { NUnit.Framework.Assert.IsNotNull(actual); }
        public static void Empty(IEnumerable actual) { NUnit.Framework.Assert.IsEmpty(actual); }
        public static void Contains(object part, IEnumerable whole) { NUnit.Framework.Assert.Contains(part, whole); }
        public static T Single<T>(IEnumerable<T> all) { NUnit.Framework.Assert.AreEqual(1, all.Count()); return all.First(); }
        public static T Throws<T>(Action code) where T : Exception { return NUnit.Framework.Assert.Throws<T>(() => code()); }
        public static async Task<T> ThrowsAsync<T>(Func<Task> code) where T : Exception
        {
            try { await code(); }
            catch (T error) { return error; }
            throw new NUnit.Framework.AssertionException("expected " + typeof(T).Name + ", nothing was thrown");
        }
    }
}
