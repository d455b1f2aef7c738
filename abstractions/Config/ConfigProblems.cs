namespace CniChain;

/// <summary>What was found wrong while a configuration was read; see <see cref="NetworkConfig.Read{T}"/>.</summary>
internal sealed class ConfigProblems
{
    private readonly List<string> _texts = [];

    public void Add(string text) => _texts.Add(text);

    public void ThrowIfAny(string pluginType)
    {
        if (_texts.Count > 0)
        {
            throw new CniException(CniErrorCode.InvalidNetworkConfig, $"{pluginType}: {string.Join("; and ", _texts)}");
        }
    }
}
