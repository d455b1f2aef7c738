using System.Diagnostics.CodeAnalysis;

namespace CniChain.Plugins.Dhcp.V6.Options;

/// <summary>Option 24: search domains (RFC 3646, 4).</summary>
internal sealed class DomainListOption : IDhcpOption<IReadOnlyList<string>>
{
    // As of DHCPv4's: few resolvers heed more.
    private const int MaxDomains = 64;

    public static ushort Code => 24;

    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out IReadOnlyList<string> value)
    {
        value = null;
        var names = new List<string>();
        while (!data.IsEmpty && names.Count < MaxDomains)
        {
            if (!DnsName.TryRead(ref data, out var name, out var isWhole) || !isWhole)
            {
                return false;
            }

            if (name.Length > 0)
            {
                names.Add(name);
            }
        }

        value = names;
        return names.Count > 0;
    }

    public static int Write(IReadOnlyList<string> value, Span<byte> target)
    {
        var length = 0;
        foreach (var name in value)
        {
            length += DnsName.Write(name, isWhole: true, target[length..]);
        }

        return length;
    }
}
