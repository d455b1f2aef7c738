using System.Security.Cryptography;
using System.Text;

namespace CniChain.Host;

/// <summary>What a journal entry is about.</summary>
/// <param name="Attachment">The attachment.</param>
/// <param name="As">The one type served; null for a whole chain. Several types called by a runtime on their own keep apart.</param>
internal sealed record AttachmentKey(Attachment Attachment, string? As)
{
    // NAME_MAX is 255; container ids and network names have no limit of their own.
    private const int MaxFileName = 200;

    /// <summary>The key of a request's attachment.</summary>
    public static AttachmentKey Of(CniRequest request, string network) =>
        new(new Attachment(network, request.ContainerId, request.IfName), request.AsType);

    /// <summary>The entry's file name: network@container@ifname[@type]; a long one is cut and ends in its hash.</summary>
    public string FileName
    {
        get
        {
            var name = $"{Escape(Attachment.Network)}@{Escape(Attachment.ContainerId)}@{Escape(Attachment.IfName)}";
            name = As is null ? name : $"{name}@{Escape(As)}";
            if (Encoding.UTF8.GetByteCount(name) <= MaxFileName)
            {
                return name;
            }

            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
            return $"{Prefix(Attachment.Network)}~{hash}";
        }
    }

    /// <summary>What the file names of a network's entries start with.</summary>
    public static string Prefix(string network)
    {
        var escaped = Escape(network);
        return (escaped.Length <= 100 ? escaped : escaped[..100]) + (escaped.Length <= 100 ? "@" : "");
    }

    // Interface names and types may hold '@', which separates the parts here.
    private static string Escape(string part) => part.Contains('@') || part.Contains('%') ? part.Replace("%", "%25").Replace("@", "%40") : part;
}
