import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Studio } from './Studio.tsx';
import '../shared/base.css';
import './studio.css';

const root = document.getElementById('root');
if (!root) throw new Error('Expected an element #root in studio.html but found none');

createRoot(root).render(
  <StrictMode>
    <Studio />
  </StrictMode>,
);
