using System.Buffers;
using System.Text;

namespace CniChain.Linux.Nftables;

/// <summary>The names and comments that may be created.</summary>
/// <remarks>
/// The kernel takes any bytes. The nft tool does not: what it lists it must be able to load again, so only what its
/// scanner reads back is let through. Its keywords (<c>dnat</c>, <c>drop</c>, <c>counter</c>, ...) are no good as chain names either;
/// their number grows with every release, so it is the author of a ruleset who keeps clear of them.
/// </remarks>
internal static class NftName
{
    /// <summary>NFT_NAME_MAXLEN, which counts the NUL.</summary>
    private const int MaxLength = 255;

    /// <summary>NFTNL_UDATA_COMMENT_MAXLEN is 128 and counts the NUL.</summary>
    private const int MaxCommentLength = 127;

    private static readonly SearchValues<char> Rest =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/\\_.-");

    /// <summary>Refuses a name that the nft tool could not read back.</summary>
    public static void Check(string kind, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length > MaxLength || !char.IsAsciiLetter(name[0]) || name.AsSpan().ContainsAnyExcept(Rest))
        {
            throw new ArgumentException(
                $"{kind} name \"{name}\" must start with a letter and go on with letters, digits, '/', '\\', '_', '.' and '-', 255 characters at most.",
                nameof(name));
        }
    }

    /// <summary>Refuses a comment that does not fit, or that would end the quotes it is listed in.</summary>
    public static void CheckComment(string? comment)
    {
        if (comment is null)
        {
            return;
        }

        if (Encoding.UTF8.GetByteCount(comment) > MaxCommentLength)
        {
            throw new ArgumentException($"The comment \"{comment}\" is longer than 127 bytes.", nameof(comment));
        }

        foreach (var c in comment)
        {
            if (c == '"' || char.IsControl(c))
            {
                throw new ArgumentException($"The comment \"{comment}\" has a quote or a control character.", nameof(comment));
            }
        }
    }
}
