namespace CniChain.Shim;

/// <summary>The name this program was called by: its own, or that of the one plugin it is to be.</summary>
internal static class InvokedName
{
    private static ReadOnlySpan<byte> Own => "cnichain"u8;

    /// <summary>The last part of argv[0]; that is where a link's name arrives, /proc/self/exe has the file behind it.</summary>
    /// <param name="arguments">The process's arguments.</param>
    /// <returns>The name; empty when the caller gave no argv[0] or one that ends in '/'.</returns>
    public static ReadOnlySpan<byte> Of(ProcessBlock arguments)
    {
        foreach (var first in arguments)
        {
            return first[(first.LastIndexOf((byte)'/') + 1)..];
        }

        return default;
    }

    /// <summary>Whether a name is this program's own, so that the configuration says what to run.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True for "cnichain" and for none.</returns>
    public static bool IsOwn(ReadOnlySpan<byte> name) => name.IsEmpty || name.SequenceEqual(Own);
}
