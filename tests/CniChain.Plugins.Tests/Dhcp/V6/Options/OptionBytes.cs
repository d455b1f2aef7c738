using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Tests.Dhcp.V6.Options;

/// <summary>Writes and reads one option.</summary>
internal static class OptionBytes
{
    /// <summary>The data as hex.</summary>
    public static string Write<TOption, TValue>(TValue value)
        where TOption : IDhcpOption<TValue>
    {
        var buffer = new byte[1024];
        return Convert.ToHexStringLower(buffer.AsSpan(0, TOption.Write(value, buffer)));
    }

    /// <summary>The value of hex data, which must be of the option's form.</summary>
    public static TValue Read<TOption, TValue>(string hex)
        where TOption : IDhcpOption<TValue>
    {
        Assert.True(TOption.TryRead(Convert.FromHexString(hex), out var value), $"option {TOption.Code} does not read {hex}");
        return value;
    }

    /// <summary>Asserts that each of these is refused.</summary>
    public static void Refuses<TOption, TValue>(params string[] hex)
        where TOption : IDhcpOption<TValue>
    {
        foreach (var data in hex)
        {
            Assert.False(TOption.TryRead(Convert.FromHexString(data), out _), $"option {TOption.Code} reads {data}");
        }
    }
}
