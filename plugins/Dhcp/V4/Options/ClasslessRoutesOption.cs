using System.Diagnostics.CodeAnalysis;

namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Option 121: routes with prefix lengths, which take the place of options 3 and 33 (RFC 3442).</summary>
internal sealed class ClasslessRoutesOption : IDhcpOption<IReadOnlyList<DhcpRoute>>
{
    public static byte Code => 121;

    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out IReadOnlyList<DhcpRoute> value) =>
        ClasslessRoutes.TryRead(data, out value);

    public static int Write(IReadOnlyList<DhcpRoute> value, Span<byte> target) => ClasslessRoutes.Write(value, target);
}
