// Runs the tests of an assembly and writes JUnit XML: `runner workspace.dll report.xml`. Exit code 1 when one failed, 0 otherwise.
// With a third word the process ends at once: mono is known to crash while it ends threads that tests left behind.
// Tests are told by the names of their attributes, NUnit's or xUnit's.
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Tasks;
using System.Xml;

static class Runner
{
    static readonly string[] TestNames = { "TestAttribute", "TestCaseAttribute", "FactAttribute", "TheoryAttribute", "TestMethodAttribute" };
    static readonly string[] DataNames = { "TestCaseAttribute", "InlineDataAttribute" };

    static int Main(string[] arguments)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        var assembly = Assembly.LoadFrom(arguments[0]);
        var failed = 0;
        var settings = new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false), CheckCharacters = false };
        using (var report = XmlWriter.Create(arguments[1], settings))
        {
            report.WriteStartElement("testsuites");
            foreach (var type in TypesOf(assembly).Where(each => each.IsClass && !each.IsAbstract).OrderBy(each => each.FullName, StringComparer.Ordinal))
            {
                var tests = type.GetMethods().Where(method => Has(method, TestNames)).ToList();
                if (tests.Count > 0) failed += RunClass(type, tests, report);
            }
            report.WriteEndElement();
        }
        var code = failed == 0 ? 0 : 1;
        if (arguments.Length > 2) EndNow(code);
        return code;
    }

    [DllImport("libc", EntryPoint = "_exit")]
    static extern void EndNow(int code);

    static Type[] TypesOf(Assembly assembly)
    {
        try { return assembly.GetTypes(); }
        catch (ReflectionTypeLoadException error) { return error.Types.Where(each => each != null).ToArray(); }
    }

    static int RunClass(Type type, List<MethodInfo> tests, XmlWriter report)
    {
        var failed = 0;
        object shared = null;
        Exception broken = null;
        report.WriteStartElement("testsuite");
        report.WriteAttributeString("name", type.FullName);
        try { shared = Activator.CreateInstance(type); CallAll(shared, "OneTimeSetUpAttribute"); }
        catch (Exception error) { broken = Unwrap(error); }
        foreach (var test in tests)
            foreach (var data in DataOf(test))
                if (!RunTest(type, test, data, shared, broken, report)) failed++;
        if (broken == null) try { CallAll(shared, "OneTimeTearDownAttribute"); } catch (Exception error) { Console.Error.WriteLine(Unwrap(error)); }
        report.WriteEndElement();
        return failed;
    }

    static bool RunTest(Type type, MethodInfo test, Attribute data, object shared, Exception broken, XmlWriter report)
    {
        var arguments = data == null ? new object[0] : (object[])data.GetType().GetProperty("Arguments").GetValue(data);
        var name = test.Name + (data == null ? "" : "(" + string.Join(",", arguments.Select(each => each == null ? "null" : each.ToString())) + ")");
        report.WriteStartElement("testcase");
        report.WriteAttributeString("classname", type.FullName);
        report.WriteAttributeString("name", name);
        var clock = Stopwatch.StartNew();
        Exception failure = broken;
        var isSkipped = Has(test, "IgnoreAttribute") || Has(type, "IgnoreAttribute") || test.GetCustomAttributes(true).Any(IsSkippedFact);
        if (!isSkipped && failure == null) failure = Call(type, test, arguments, data, shared);
        report.WriteAttributeString("time", clock.Elapsed.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));
        if (isSkipped) report.WriteElementString("skipped", "");
        else if (failure != null) WriteFailure(report, name, failure);
        report.WriteEndElement();
        Console.WriteLine((isSkipped ? "skipped " : failure == null ? "passed " : "FAILED ") + type.FullName + "." + name);
        return isSkipped || failure == null;
    }

    static Exception Call(Type type, MethodInfo test, object[] arguments, Attribute data, object shared)
    {
        // xUnit makes a new object for each test, NUnit takes the same one.
        object own = null;
        Exception failure = null;
        try
        {
            own = Has(test, "FactAttribute", "TheoryAttribute") ? Activator.CreateInstance(type) : shared;
            CallAll(own, "SetUpAttribute");
            var parameters = test.GetParameters();
            var values = arguments.Select((each, index) => index < parameters.Length ? Fit(each, parameters[index].ParameterType) : each).ToArray();
            var answer = test.Invoke(own, values);
            if (answer is Task) ((Task)answer).GetAwaiter().GetResult();
            var expected = data == null ? null : data.GetType().GetProperty("ExpectedResult");
            var wanted = expected == null ? null : expected.GetValue(data);
            if (wanted != null && !wanted.Equals(answer)) throw new Exception("expected " + wanted + ", was " + answer);
        }
        catch (Exception error) { failure = Unwrap(error); }
        try { if (own != null) CallAll(own, "TearDownAttribute"); }
        catch (Exception error) { failure = failure ?? Unwrap(error); }
        if (own is IDisposable && own != shared) ((IDisposable)own).Dispose();
        return failure;
    }

    static void WriteFailure(XmlWriter report, string name, Exception failure)
    {
        Console.WriteLine(name + ": " + failure);
        report.WriteStartElement("failure");
        report.WriteAttributeString("message", Clean(failure.Message));
        report.WriteAttributeString("type", failure.GetType().FullName);
        report.WriteString(Clean("" + failure.StackTrace));
        report.WriteEndElement();
    }

    /** What XML can hold. */
    static string Clean(string text) { return new string(text.Where(each => each == '\n' || each == '\t' || each >= ' ' && each < '\ud800').ToArray()); }

    static object Fit(object value, Type wanted)
    {
        var plain = Nullable.GetUnderlyingType(wanted) ?? wanted;
        return value is IConvertible && !plain.IsInstanceOfType(value) && !plain.IsEnum ? Convert.ChangeType(value, plain, CultureInfo.InvariantCulture) : value;
    }

    static void CallAll(object on, string attribute)
    {
        foreach (var method in on.GetType().GetMethods().Where(each => Has(each, attribute))) method.Invoke(on, null);
    }

    static IEnumerable<Attribute> DataOf(MethodInfo test)
    {
        var all = test.GetCustomAttributes(true).Cast<Attribute>().Where(each => DataNames.Contains(each.GetType().Name)).ToList();
        return all.Count > 0 ? all : new List<Attribute> { null };
    }

    static bool IsSkippedFact(object attribute)
    {
        var skip = attribute.GetType().GetProperty("Skip");
        return skip != null && skip.GetValue(attribute) != null;
    }

    static bool Has(MemberInfo member, params string[] names) { return member.GetCustomAttributes(true).Any(each => names.Contains(each.GetType().Name)); }

    static Exception Unwrap(Exception error) { return error is TargetInvocationException && error.InnerException != null ? Unwrap(error.InnerException) : error; }
}
