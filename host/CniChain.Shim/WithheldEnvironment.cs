using CniChain.Wire;

namespace CniChain.Shim;

/// <summary>The part of the caller's environment that is not for cnichaind, under names by which it only hands it on.</summary>
internal sealed class WithheldEnvironment
{
    // linux/binfmts.h, MAX_ARG_STRLEN: 32 pages. With a longer string execve fails for all of them.
    private const int MaxString = 131072;

    private readonly byte[] _bytes;

    /// <summary>Renames what <see cref="AllowedEnvironment"/> does not hold.</summary>
    /// <param name="environment">The caller's environment.</param>
    public WithheldEnvironment(ProcessBlock environment)
    {
        var size = 0;
        foreach (var entry in environment)
        {
            size += Passes(entry) ? CallerEnvironment.PrefixUtf8.Length + entry.Length + 1 : 0;
        }

        // Pinned, since execve takes addresses; zeroed, so that every string ends.
        _bytes = GC.AllocateArray<byte>(size, pinned: true);
        var free = _bytes.AsSpan();
        foreach (var entry in environment)
        {
            if (Passes(entry))
            {
                CallerEnvironment.PrefixUtf8.CopyTo(free);
                entry.CopyTo(free[CallerEnvironment.PrefixUtf8.Length..]);
                free = free[(CallerEnvironment.PrefixUtf8.Length + entry.Length + 1)..];
            }
        }
    }

    /// <summary>Adds the strings to an envp; this object has to live until execve.</summary>
    /// <param name="list">The list.</param>
    public void AddTo(PointerList list)
    {
        var rest = _bytes.AsSpan();
        for (int end; (end = rest.IndexOf((byte)0)) >= 0; rest = rest[(end + 1)..])
        {
            list.Add(rest[..end]);
        }
    }

    private static bool Passes(ReadOnlySpan<byte> entry) =>
        entry.IndexOf((byte)'=') > 0 && !AllowedEnvironment.Holds(entry) && entry.Length + CallerEnvironment.PrefixUtf8.Length < MaxString;
}
