namespace CniChain.TestLibrary;

/// <summary>The library in its second version, in which nothing but the type's name is as before.</summary>
public static class Library
{
    public static string GetName(string prefix) => $"{prefix} {typeof(Library).Assembly.GetName().Version}";
}
