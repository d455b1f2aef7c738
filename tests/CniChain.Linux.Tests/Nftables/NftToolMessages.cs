using System.Globalization;

namespace CniChain.Linux.Tests.Nftables;

/// <summary>The messages in NftToolMessages.txt.</summary>
internal static class NftToolMessages
{
    public static Dictionary<string, (ushort Type, ushort Flags, string Hex)> All { get; } = Read();

    private static Dictionary<string, (ushort Type, ushort Flags, string Hex)> Read()
    {
        using var stream = typeof(NftToolMessages).Assembly.GetManifestResourceStream("NftToolMessages.txt")!;
        using var reader = new StreamReader(stream);
        var messages = new Dictionary<string, (ushort, ushort, string)>(StringComparer.Ordinal);
        foreach (var section in reader.ReadToEnd().Split("\n[").Skip(1))
        {
            var end = section.IndexOf('\n', StringComparison.Ordinal);
            var head = section[..end].Split(' ');
            messages[head[0].TrimEnd(']')] = (Number(head[1]), Number(head[2]), section[end..]);
        }

        return messages;
    }

    private static ushort Number(string hex) => ushort.Parse(hex[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
