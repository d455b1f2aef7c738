namespace CniChain.TestLibrary;

/// <summary>The library in its first version.</summary>
public static class Library
{
    public static string Name => $"one {typeof(Library).Assembly.GetName().Version}";
}
