using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace CniChain.Linux.Tests.Headers;

/// <summary>Our constants and structures, as names and values to be compared with the headers'.</summary>
internal static class Constants
{
    /// <summary>The constants of classes that give them the headers' names; others, in mixed case, are our own.</summary>
    public static IEnumerable<(string Name, long Value)> Of(params Type[] types) =>
        from type in types
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where field.IsLiteral && field.Name.Contains('_', StringComparison.Ordinal) && field.Name == field.Name.ToUpperInvariant()
        select (field.Name, Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture));

    /// <summary>An enumeration's members under the headers' names: member name to C name.</summary>
    public static IEnumerable<(string Name, long Value)> Of<TEnum>(params (TEnum Member, string CName)[] names)
        where TEnum : struct, Enum
    {
        // A member that nobody compares is a mistake in the test.
        Assert.Equal(Enum.GetValues<TEnum>().Distinct().Where(IsNamed).Order(), names.Select(n => n.Member).Distinct().Order());
        return names.Select(n => (n.CName, Convert.ToInt64(n.Member, CultureInfo.InvariantCulture)));

        static bool IsNamed(TEnum member) => member.ToString() != "None";
    }

    /// <summary>A structure's size and where its fields are, as C expressions. Fields have the C names.</summary>
    public static IEnumerable<(string Name, long Value)> Layout<T>(string cName)
        where T : unmanaged
    {
        yield return ($"sizeof(struct {cName})", Marshal.SizeOf<T>());
        if (typeof(T).GetField("Size", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic) is { } size)
        {
            Assert.Equal(Marshal.SizeOf<T>(), (int)size.GetRawConstantValue()!);
        }

        foreach (var field in typeof(T).GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            yield return ($"offsetof(struct {cName}, {field.Name})", (long)Marshal.OffsetOf<T>(field.Name));
            yield return (
                $"sizeof(((struct {cName} *)0)->{field.Name})",
                Marshal.SizeOf(field.FieldType));
        }
    }

    /// <summary>Asserts that each value is what the headers say, and says of all that are not.</summary>
    public static void AssertAsInHeaders(IEnumerable<(string Name, long Value)> ours, params string[] moreIncludes)
    {
        var list = ours.ToList();
        Assert.NotEmpty(list);
        var theirs = KernelHeaders.Evaluate(list.Select(o => o.Name).Distinct(), moreIncludes);
        var wrong = list.Where(o => theirs[o.Name] != o.Value).Select(o => $"{o.Name} is {theirs[o.Name]}, not {o.Value}");
        Assert.Empty(wrong);
    }
}
