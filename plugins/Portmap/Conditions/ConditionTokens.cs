namespace CniChain.Plugins.Portmap.Conditions;

/// <summary>The words of a condition in order. An entry of the list may be one word or several; braces and commas are words of their own.</summary>
internal sealed class ConditionTokens
{
    private readonly List<string> _tokens = [];
    private int _next;

    public ConditionTokens(IReadOnlyList<string> entries)
    {
        foreach (var entry in entries)
        {
            foreach (var word in entry.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                Split(word);
            }
        }
    }

    public bool AtEnd => _next >= _tokens.Count;

    /// <summary>The word to come; empty at the end.</summary>
    public string Peek => AtEnd ? "" : _tokens[_next];

    /// <summary>Takes a word; at the end, complains about what is missing.</summary>
    public string Take(string wanted)
    {
        if (AtEnd)
        {
            var after = _tokens.Count == 0 ? "" : $" after \"{_tokens[^1]}\"";
            throw new ConditionSyntaxException($"ends{after}; give {wanted}");
        }

        return _tokens[_next++];
    }

    public bool TryTake(string word)
    {
        if (Peek != word)
        {
            return false;
        }

        _next++;
        return true;
    }

    private void Split(string word)
    {
        var start = 0;
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] is '{' or '}' or ',')
            {
                Add(word[start..i]);
                Add(word.Substring(i, 1));
                start = i + 1;
            }
        }

        Add(word[start..]);
    }

    private void Add(string token)
    {
        if (token.Length > 0)
        {
            _tokens.Add(token);
        }
    }
}
